import { expect, test } from "vitest";
import { startTestServer } from "datameta-client/testing";

import { members, send } from "./send.js";
import { idOf, startWorld, type World } from "./world.js";

interface Setting {
  readonly id: { readonly uuid: string };
  readonly key: string;
  readonly value: string;
}

async function settingsOf(world: World): Promise<readonly Setting[]> {
  const answer = await send(world, "GET /appsettings", { token: world.token("admin") });
  // Safe: the response is a 200 that matches the document.
  return answer.json as readonly Setting[];
}

test.each([
  ["security_password_minimum_length", { value: "12" }, 204, "12"],
  ["security_password_minimum_length", { value: "-1" }, 204, "-1"],
  ["security_password_minimum_length", { value: "abc" }, 400, "10"],
  ["security_password_minimum_length", { value: 12 }, 400, "10"],
  ["user_agreement", { value: "" }, 204, ""],
])("setting %s to %j returns %i", async (key, body, status, value) => {
  await using world = await startWorld();
  const setting = (await settingsOf(world)).find((each) => each.key === key);

  const answer = await send(world, `PUT /appsettings/${setting?.id.uuid}`, {
    token: world.token("admin"),
    body,
  });

  expect(answer.status).toBe(status);
  expect(await settingsOf(world)).toContainEqual(expect.objectContaining({ key, value }));
});

test.each(["nope", "user_agreement"])("the setting id %j fails with 500", async (id) => {
  await using world = await startWorld();

  const answer = await send(world, `PUT /appsettings/${id}`, {
    token: world.token("admin"),
    body: { value: "12" },
  });

  expect(answer.status).toBe(500);
});

test("v0 has only text settings", async () => {
  await using world = await startWorld({ api: "v0" });

  const settings = await settingsOf(world);

  expect(settings.map(({ key }) => key)).not.toContain("security_password_minimum_length");
});

const definition = {
  name: "Z",
  regexDescription: "",
  longDescription: "",
  example: "ex",
  regExp: "",
  dateTimeFmt: "",
  isMandatory: false,
  order: 100,
  isFile: false,
  isSubmissionUnique: false,
  isSiteUnique: false,
  serviceId: "",
};

test.each([
  ["empty texts", {}, 200, { regexDescription: null, example: "ex", serviceId: null }],
  ["an unknown service", { serviceId: "DMP-nope" }, 200, { serviceId: null }],
  ["an invalid pattern", { regExp: "[" }, 200, { regExp: "[" }],
  ["a name that is taken", { name: "ID" }, 200, { name: "ID" }],
  ["null for the service", { serviceId: null }, 500, undefined],
])("a definition with %s", async (_, change, status, printed) => {
  await using world = await startWorld();

  const answer = await send(world, "POST /metadata", {
    token: world.token("admin"),
    body: { ...definition, ...change },
  });

  expect(answer.status).toBe(status);
  if (printed) expect(answer.json).toMatchObject(printed);
});

test("each null is a separate entry", async () => {
  await using world = await startWorld();

  const answer = await send(world, "POST /metadata", {
    token: world.token("admin"),
    body: { ...definition, regexDescription: null, regExp: null },
  });

  const entry = { exception: "ValidationError", message: "None for not nullable" };
  expect(answer.json).toEqual([
    { ...entry, field: "regexDescription" },
    { ...entry, field: "regExp" },
  ]);
});

test.each([
  ["null for the service", { serviceId: null }, 200],
  ["an unknown service", { serviceId: "nope" }, 404],
] as const)("changing a definition to %s returns %i", async (_, change, status) => {
  await using world = await startWorld();
  const token = world.token("admin");
  const created = await send(world, "POST /metadata", { token, body: definition });

  const answer = await send(world, `PUT /metadata/${idOf(created).uuid}`, {
    token,
    body: { ...definition, ...change },
  });

  expect([answer.status, answer.type]).toEqual([status, "application/json"]);
});

test("only site administrators can write definitions, and an unknown one fails with 500", async () => {
  await using world = await startWorld();
  const write = (name: string, request: `${string} /${string}`) =>
    send(world, request, { token: world.token(name), body: definition });

  const created = await write("carol", "POST /metadata");
  const changed = await write("reader", "PUT /metadata/nope");
  const unknown = await write("admin", "PUT /metadata/nope");

  expect([created.status, changed.status, unknown.status]).toEqual([403, 403, 500]);
});

test("lists definitions in their order, including those of services", async () => {
  await using world = await startWorld();
  await send(world, "POST /metadata", {
    token: world.token("admin"),
    body: { ...definition, order: 1 },
  });

  const answer = await send(world, "GET /metadata", { token: world.token("bob") });

  const names = Object.values(members(answer)).map((each) => (each as { name: string }).name);
  expect(names).toEqual([
    "Z",
    "ID",
    "Date",
    "ZIP",
    "FileR1",
    "FileR2",
    "NoDesc",
    "QCResult",
    "QCReport",
    "QCDate",
  ]);
});

test("v0 starts with five mandatory definitions", async () => {
  await using server = await startTestServer({ api: "v0" });
  const { token } = server.account("member@example.org");

  const answer = await send(server, "POST /metadatasets", { token, body: { record: {} } });

  const message = "Field was not specified but is mandatory";
  expect(answer.json).toEqual(
    ["#ID", "Date", "ZIP Code", "FileR1", "FileR2"].map((field) => ({
      exception: "ValidationError",
      field,
      message,
    })),
  );
});
