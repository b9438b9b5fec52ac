import { expect, test } from "vitest";

import { members, send } from "./send.js";
import { startWorld, type World } from "./world.js";

async function register(world: World, change: Record<string, unknown> = {}) {
  return send(world, "POST /registrations", {
    token: "x",
    body: {
      name: "Eve",
      email: "Eve@Example.org",
      org_select: world.account("bob@example.org").groupId.site,
      org_create: null,
      org_new_name: null,
      check_user_agreement: false,
      ...change,
    },
  });
}

interface Pending {
  readonly id: { readonly uuid: string };
  readonly fullname: string;
  readonly group_id: string | null;
}

async function pendingOf(world: World, name: string): Promise<readonly Pending[]> {
  const answer = await send(world, "GET //api/ui/admin", { token: world.token(name) });
  // The page for administrators is not in the document. The test uses only this member.
  return members(answer)["reg_requests"] as readonly Pending[];
}

test("a user can register, be accepted, set a password and sign in", async () => {
  await using world = await startWorld();

  const registered = await register(world);
  const [request] = await pendingOf(world, "admin");
  const accepted = await send(world, "PUT //api/ui/admin/request", {
    token: world.token("admin"),
    body: {
      id: request?.id.uuid,
      response: "accept",
      group_admin: false,
      fullname: "Eve E.",
      group_id: request?.group_id,
      group_newname: null,
    },
  });
  const mail = world.mails.find(({ kind }) => kind === "welcome");
  const set = await send(world, "PUT /users/0/password", {
    body: { passwordChangeCredential: mail?.token, newPassword: "First-Password.1" },
  });
  const key = await send(world, "POST /keys", {
    body: { email: "eve@example.org", password: "First-Password.1", label: "x" },
  });
  const whoami = await send(world, "GET /rpc/whoami", { token: String(members(key)["token"]) });

  expect([registered.status, accepted.status, set.status, key.status]).toEqual([
    204, 204, 200, 200,
  ]);
  expect(whoami.json).toMatchObject({
    name: "Eve E.",
    email: "eve@example.org",
    groupAdmin: false,
    group: { name: "Group A" },
  });
});

test("creates the requested group with the account", async () => {
  await using world = await startWorld();
  await register(world, { org_select: null, org_create: "", org_new_name: "Group C" });
  const [request] = await pendingOf(world, "admin");

  await send(world, "PUT //api/ui/admin/request", {
    token: world.token("admin"),
    body: {
      id: request?.id.uuid,
      response: "accept",
      group_admin: true,
      fullname: "Eve",
      group_id: null,
      group_newname: "Group C",
    },
  });
  const settings = await send(world, "GET /registrationsettings", { token: "x" });

  expect(settings.json).toMatchObject({
    userAgreement: "",
    groups: [{ name: "Group A" }, { name: "Group B" }, { name: "Group C" }],
  });
});

test("deletes a rejected registration, which can then be sent again", async () => {
  await using world = await startWorld();
  await register(world);
  const [request] = await pendingOf(world, "admin");

  const rejected = await send(world, "PUT //api/ui/admin/request", {
    token: world.token("admin"),
    body: {
      id: request?.id.uuid,
      response: "reject",
      fullname: "Eve",
      group_id: null,
      group_newname: null,
    },
  });
  const again = await register(world);

  expect([rejected.status, again.status]).toEqual([204, 204]);
  expect(world.mails).toContainEqual({ to: "eve@example.org", kind: "rejection" });
});

test("a group administrator sees and answers only the registrations of the group", async () => {
  await using world = await startWorld();
  await register(world);
  await register(world, {
    email: "dan@example.org",
    org_select: world.account("carol@example.org").groupId.uuid,
  });

  const pending = await pendingOf(world, "carol");
  const member = await send(world, "GET //api/ui/admin", { token: world.token("bob") });

  expect(pending).toHaveLength(1);
  expect(member.status).toBe(401);
});

test.each([
  [{ name: "", email: "nope", org_select: "DMG-0" }, ["email", "org_select", "name"]],
  [{ email: "BOB@example.org" }, ["user_exists"]],
  [{ org_create: "", org_new_name: "" }, ["org_new_name"]],
])("rejects a registration with %j with the codes %j", async (change, fields) => {
  await using world = await startWorld();

  const answer = await register(world, change);

  expect(answer.status).toBe(400);
  expect(answer.json).toEqual(
    fields.map((field) => ({ exception: "ValidationError", field, message: "" })),
  );
});

test("requires acceptance of the user agreement if there is one", async () => {
  await using world = await startWorld({ appSettings: { user_agreement: "Agree?" } });

  const refused = await register(world);
  const accepted = await register(world, { check_user_agreement: true });

  expect(refused.json).toMatchObject([{ field: "check_user_agreement" }]);
  expect(accepted.status).toBe(204);
});

test.each([
  ["no e-mail address", "v1", { email: null }],
  ["neither an old nor a new group", "v1", { org_select: null }],
  ["NUL in the name", "v1", { name: "N\0" }],
  ["nothing wrong at all, on v0", "v0", {}],
] as const)("a registration with %s fails with 500", async (_, api, change) => {
  await using world = await startWorld({ api });

  const answer = await register(world, change);

  expect([answer.status, answer.type]).toEqual([500, "text/plain"]);
});

test("mails a token for a forgotten password, and returns the same for an unknown address", async () => {
  await using world = await startWorld();
  const forgot = (body: unknown) => send(world, "POST //api/ui/forgot", { body });

  const known = await forgot({ email: "Bob@example.org" });
  const unknown = await forgot({ email: "nobody@example.org" });
  const malformed = await forgot({ email: "bad" });
  const empty = await forgot({});
  const reset = await send(world, "PUT /users/0/password", {
    body: {
      passwordChangeCredential: world.mails[0]?.token,
      newPassword: "Another-Password.2",
    },
  });

  expect([known.json, unknown.json]).toEqual([{ success: true }, { success: true }]);
  expect(malformed.json).toEqual({ success: false, error: "MALFORMED_EMAIL" });
  expect(empty.json).toEqual({ success: false, error: "INVALID_REQUEST" });
  expect(world.mails).toHaveLength(1);
  expect(reset.status).toBe(200);
});
