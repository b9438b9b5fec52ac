import { expect, test } from "vitest";
import { startTestServer } from "datameta-client/testing";

import { members, send } from "./send.js";

/** Ten o'clock in the server's local time. */
const now = () => new Date(2026, 10, 24, 10, 20, 46, 331);

const unauthorized: unknown = expect.objectContaining({
  code: "401 Unauthorized",
  title: "Unauthorized",
});
const forbidden = {
  message: "Access was denied to this resource.\n\n\n\n\n",
  code: "403 Forbidden",
  title: "Forbidden",
};

test("creates a key for thirty days with e-mail address and password", async () => {
  await using server = await startTestServer({ now });
  const { email, password, id } = server.account("member@example.org");

  const answer = await send(server, "POST /keys", {
    body: { email: email.toUpperCase(), password, label: "laptop" },
  });

  expect(answer.status).toBe(200);
  expect(answer.json).toEqual({
    id: { uuid: expect.any(String) as unknown },
    userId: id,
    token: expect.stringMatching(/^[A-Za-z0-9]{64}$/) as unknown,
    label: "laptop",
    expires: "2026-12-24T10:20:46.331000",
  });
  expect(answer.headers.get("set-cookie")).toMatch(/^datameta=\w+; Path=\/; SameSite=Lax$/);
});

test("a new key works immediately, until it is deleted", async () => {
  await using server = await startTestServer();
  const { token } = server.account("member@example.org");
  const created = members(await send(server, "POST /keys", { token, body: { label: "x" } }));
  const { uuid } = created["id"] as { uuid: string };
  const newToken = String(created["token"]);

  const before = await send(server, "GET /rpc/whoami", { token: newToken });
  const deleted = await send(server, `DELETE /keys/${uuid.toUpperCase()}`, { token: newToken });
  const after = await send(server, "GET /rpc/whoami", { token: newToken });

  expect([before.status, deleted.status, after.status]).toEqual([200, 200, 401]);
  expect(deleted.json).toEqual({ message: "\n\n\n\n\n", code: "200 OK", title: "OK" });
});

test.each([
  ["2026-11-30", "2026-11-30T00:00:00"],
  ["2026-11-30T12:00:00", "2026-11-30T12:00:00"],
  ["2026-11-30T12:00:00.123", "2026-11-30T12:00:00.123000"],
  ["2026-11-30T12:00:00.123456", "2026-11-30T12:00:00.123456"],
  ["2026-11-30 12:00:00", "2026-11-30T12:00:00"],
  ["20261130", "2026-11-30T00:00:00"],
  ["2026-W48-1", "2026-11-23T00:00:00"],
  ["2020-01-01", "2020-01-01T00:00:00"],
  ["0001-01-01", "0001-01-01T00:00:00"],
])("reads expires %j as %j", async (expires, read) => {
  await using server = await startTestServer({ now });
  const { token } = server.account("member@example.org");

  const answer = await send(server, "POST /keys", { token, body: { label: "exp", expires } });

  expect(answer.status).toBe(200);
  expect(members(answer)["expires"]).toBe(read);
});

const wrongFormat = "Wrong datetime format. Please use isoformat.";
const tooLate =
  "The defined expiration date exceeded the max allowed expiration period, which is 30 days.";

test.each([
  ["tomorrow", wrongFormat],
  ["", wrongFormat],
  ["2026-13-01", wrongFormat],
  ["2030-01-31", tooLate],
  [null, "None for not nullable"],
  [5, "5 is not of type string"],
])("rejects expires %j with 400", async (expires, message) => {
  await using server = await startTestServer({ now });
  const { token } = server.account("member@example.org");

  const answer = await send(server, "POST /keys", { token, body: { label: "exp", expires } });

  expect(answer.status).toBe(400);
  expect(answer.json).toEqual([{ exception: "ValidationError", field: "expires", message }]);
});

test.each([
  "2026-11-30T12:00:00Z",
  "2026-11-30T12:00:00.000Z",
  "2026-11-30T12:00:00+01:00",
  "2030-01-31T00:00:00Z",
  "2020-01-01T00:00:00Z",
])("fails with 500 on %j, which has an offset", async (expires) => {
  await using server = await startTestServer({ now });
  const { token } = server.account("member@example.org");

  const answer = await send(server, "POST /keys", { token, body: { label: "exp", expires } });

  expect([answer.status, answer.type]).toEqual([500, "text/plain"]);
  expect(answer.headers.get("connection")).toBe("close");
});

test.each([
  [{}, "'label' is a required property", "label"],
  [{ label: null }, "None for not nullable", "label"],
  [{ label: 5 }, "5 is not of type string", "label"],
  [
    { label: "x", foo: 1 },
    "Additional properties are not allowed ('foo' was unexpected)",
    undefined,
  ],
  [[], "[] is not of type object", undefined],
])("rejects the body %j with 400 before it checks a credential", async (body, message, field) => {
  await using server = await startTestServer();

  const answer = await send(server, "POST /keys", { token: "bad", body });

  expect(answer.status).toBe(400);
  expect(answer.json).toEqual([
    { exception: "ValidationError", message, ...(field !== undefined && { field }) },
  ]);
});

test.each([
  ["no body", undefined, undefined, "InvalidContentType", ""],
  [
    "a form",
    "label=x",
    "application/x-www-form-urlencoded",
    "InvalidContentType",
    "application/x-www-form-urlencoded",
  ],
  ["another case", "{}", "APPLICATION/JSON", "InvalidContentType", "APPLICATION/JSON"],
])("rejects %s instead of JSON with 400", async (_, body, contentType, exception, named) => {
  await using server = await startTestServer();

  const answer = await send(server, "POST /keys", {
    ...(body !== undefined && { body }),
    ...(contentType !== undefined && { contentType }),
  });

  expect(answer.status).toBe(400);
  expect(answer.json).toEqual([
    { exception, message: `Content for following mimetype not found: ${named}` },
  ]);
});

test("rejects broken JSON with the bytes in the message", async () => {
  await using server = await startTestServer();

  const answer = await send(server, "POST /keys", { body: `{"label":` });

  expect(answer.status).toBe(400);
  expect(answer.json).toEqual([
    {
      exception: "DeserializeError",
      message: `Failed to deserialize value b'{"label":' with style application/json`,
    },
  ]);
});

test.each([
  ["a label of 201 characters", { label: "x".repeat(201) }],
  ["NUL in the label", { label: "a\0" }],
  ["half a surrogate pair", '{"label":"\\ud800"}'],
  ["the JSON null", "null"],
])("fails with 500 on %s", async (_, body) => {
  await using server = await startTestServer();
  const { token } = server.account("member@example.org");

  const answer = await send(server, "POST /keys", { token, body });

  expect([answer.status, answer.type]).toEqual([500, "text/plain"]);
});

test.each([
  ["nothing", {}, undefined],
  ["a bad token", {}, "bad"],
  ["an e-mail address alone", { email: "member@example.org" }, undefined],
  ["a wrong password", { email: "member@example.org", password: "wrong" }, undefined],
  ["an unknown e-mail address", { email: "nobody@example.org", password: "wrong" }, undefined],
])("returns a 401 object if a key is requested with %s", async (_, credentials, token) => {
  await using server = await startTestServer();

  const answer = await send(server, "POST /keys", {
    ...(token !== undefined && { token }),
    body: { label: "x", ...credentials },
  });

  expect(answer.status).toBe(401);
  expect(answer.json).toEqual(unauthorized);
});

test("prefers a valid token to the credentials in the body", async () => {
  await using server = await startTestServer();
  const admin = server.account("admin@example.org");
  const member = server.account("member@example.org");

  const answer = await send(server, "POST /keys", {
    token: member.token,
    body: { email: admin.email, password: admin.password, label: "x" },
  });

  expect(members(answer)["userId"]).toEqual(member.id);
});

test("lists keys only for their owner, by UUID or site id", async () => {
  await using server = await startTestServer({ now });
  const admin = server.account("admin@example.org");
  const member = server.account("member@example.org");

  const byUuid = await send(server, `GET /users/${member.id.uuid}/keys`, { token: member.token });
  const bySite = await send(server, `GET /users/${member.id.site}/keys`, { token: member.token });
  const others = await send(server, `GET /users/${member.id.site}/keys`, { token: admin.token });
  const unknown = await send(server, "GET /users/nope/keys", { token: admin.token });

  expect(byUuid.json).toEqual([
    { id: member.keys[0]?.id, label: "test key", expires: null, hasExpired: false },
  ]);
  expect(bySite.json).toEqual(byUuid.json);
  expect([others.status, others.json]).toEqual([403, forbidden]);
  expect([unknown.status, unknown.json]).toEqual([403, forbidden]);
});

test("lists an expired key as expired", async () => {
  await using server = await startTestServer({ now });
  const { token, id } = server.account("member@example.org");
  await send(server, "POST /keys", { token, body: { label: "dead", expires: "2020-01-01" } });

  const answer = await send(server, `GET /users/${id.uuid}/keys`, { token });

  expect(answer.json).toContainEqual(
    expect.objectContaining({ label: "dead", expires: "2020-01-01T00:00:00", hasExpired: true }),
  );
});

test("returns the same 403 for another user's key, an unknown key and a deleted key", async () => {
  await using server = await startTestServer();
  const admin = server.account("admin@example.org");
  const member = server.account("member@example.org");
  const ids = [member.keys[0]?.id.uuid, "nope", "d5b34ff1-3bbb-4a3b-8b1c-4cbb5c7ee2cd"];

  for (const id of ids) {
    const answer = await send(server, `DELETE /keys/${id}`, { token: admin.token });

    expect([answer.status, answer.json]).toEqual([403, forbidden]);
  }
});
