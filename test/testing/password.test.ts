import { expect, test } from "vitest";
import { startTestServer } from "datameta-client/testing";

import { send } from "./send.js";

const newPassword = "Another-Password.2";
const composition =
  "Password must contain at least 1 uppercase characters, 1 lowercase character(s), " +
  "1 punctuation mark(s), and 1 digit(s).";

test.each([
  ["v1", 200, '{"tfaToken":""}'],
  ["v0", 204, ""],
] as const)("on %s, changing one's own password returns %i", async (api, status, text) => {
  await using server = await startTestServer({ api });
  const { id, token, email, password } = server.account("member@example.org");

  const answer = await send(server, `PUT /users/${id.site}/password`, {
    token,
    body: { passwordChangeCredential: password, newPassword },
  });
  const signedIn = await send(server, "POST /keys", {
    body: { email, password: newPassword, label: "x" },
  });
  const stale = await send(server, "POST /keys", { body: { email, password, label: "x" } });

  expect([answer.status, answer.text]).toEqual([status, text]);
  expect([signedIn.status, stale.status]).toEqual([200, 401]);
});

test.each([
  ["Short.1", "The password must be at least 10 characters long."],
  ["alllowercase", composition],
  ["NOLOWER.1234", composition],
  ["NoDigits.abc", composition],
  ["NoPunct12345", composition],
  ["Has Space.12", "Invalid password characters:  "],
  ["Tab\t.Abc1234", "Invalid password characters: \t"],
  ["Euro€.Abc123", "Invalid password characters: €"],
  ["Member-Password.1", "The password has already been used."],
])("on v1, rejects the new password %j", async (candidate, message) => {
  await using server = await startTestServer();
  const { id, token, password } = server.account("member@example.org");

  const answer = await send(server, `PUT /users/${id.uuid}/password`, {
    token,
    body: { passwordChangeCredential: password, newPassword: candidate },
  });

  expect(answer.status).toBe(400);
  expect(answer.json).toEqual([{ exception: "ValidationError", message }]);
});

test("on v1, accepts letters of any alphabet", async () => {
  await using server = await startTestServer();
  const { id, token, password } = server.account("member@example.org");

  const answer = await send(server, `PUT /users/${id.uuid}/password`, {
    token,
    body: { passwordChangeCredential: password, newPassword: "Ünïcödé.123日本" },
  });

  expect(answer.status).toBe(200);
});

test.each(["          ", "Member-Password.1", "€€€€€€€€€€"])(
  "on v0, accepts the new password %j: ten characters are the only rule",
  async (candidate) => {
    await using server = await startTestServer({ api: "v0" });
    const { id, token, password } = server.account("member@example.org");

    const answer = await send(server, `PUT /users/${id.uuid}/password`, {
      token,
      body: { passwordChangeCredential: password, newPassword: candidate },
    });

    expect(answer.status).toBe(204);
  },
);

test.each(["", "9 letters"])("on v0, rejects the short password %j", async (candidate) => {
  await using server = await startTestServer({ api: "v0" });
  const token = server.createResetToken({ email: "member@example.org" });

  const answer = await send(server, "PUT /users/0/password", {
    body: { passwordChangeCredential: token, newPassword: candidate },
  });

  expect(answer.json).toEqual([
    {
      exception: "ValidationError",
      message: "The password has to have a length of at least 10 characters.",
    },
  ]);
});

test.each(["v0", "v1"] as const)(
  "on %s, an unknown id, another user's id and a wrong old password return the same 403",
  async (api) => {
    await using server = await startTestServer({ api });
    const admin = server.account("admin@example.org");
    const member = server.account("member@example.org");
    const attempts = [
      { id: "nope", credential: member.password },
      { id: member.id.site.toLowerCase(), credential: member.password },
      { id: admin.id.uuid, credential: member.password },
      { id: admin.id.uuid, credential: admin.password },
      { id: member.id.uuid, credential: "wrong" },
    ];

    for (const { id, credential } of attempts) {
      const answer = await send(server, `PUT /users/${id}/password`, {
        token: member.token,
        body: { passwordChangeCredential: credential, newPassword: "short" },
      });

      expect([answer.status, answer.type]).toEqual([403, "application/json"]);
    }
  },
);

test("changing one's own password without a credential returns a 401 object", async () => {
  await using server = await startTestServer();
  const { id, password } = server.account("member@example.org");
  const body = { passwordChangeCredential: password, newPassword };

  for (const sent of [{ body }, { body, token: "bad" }]) {
    const answer = await send(server, `PUT /users/${id.uuid}/password`, sent);

    expect(answer.status).toBe(401);
    expect(answer.json).toMatchObject({ code: "401 Unauthorized" });
  }
});

test("a reset token sets the password once, with id 0 and any bearer token", async () => {
  await using server = await startTestServer();
  const token = server.createResetToken({ email: "member@example.org" });
  const reset = { passwordChangeCredential: token, newPassword };

  const first = await send(server, "PUT /users/0/password", { token: "bad", body: reset });
  const second = await send(server, "PUT /users/0/password", {
    body: { ...reset, newPassword: "Third-Password.3" },
  });
  const signedIn = await send(server, "POST /keys", {
    body: { email: "member@example.org", password: newPassword, label: "x" },
  });

  expect([first.status, second.status, signedIn.status]).toEqual([200, 404, 200]);
  expect(second.json).toEqual({
    message: "The resource could not be found.\n\n\n\n\n",
    code: "404 Not Found",
    title: "Not Found",
  });
});

test.each(["v0", "v1"] as const)("on %s, an expired reset token returns 410", async (api) => {
  await using server = await startTestServer({ api });
  const token = server.createResetToken({ email: "member@example.org", expired: true });

  const answer = await send(server, "PUT /users/0/password", {
    body: { passwordChangeCredential: token, newPassword: "short" },
  });

  expect(answer.status).toBe(410);
  expect(answer.json).toEqual({
    message: "This resource is no longer available.  No forwarding address is given.\n\n\n\n\n",
    code: "410 Gone",
    title: "Gone",
  });
});

test("a reset token expires after ten minutes", async () => {
  let time = new Date(2026, 10, 24, 10).getTime();
  await using server = await startTestServer({ now: () => new Date(time) });
  const token = server.createResetToken({ email: "member@example.org" });
  const body = { passwordChangeCredential: token, newPassword: "short" };

  time += 600_000;
  const justInTime = await send(server, "PUT /users/0/password", { body });
  time += 1;
  const tooLate = await send(server, "PUT /users/0/password", { body });

  expect([justInTime.status, tooLate.status]).toEqual([400, 410]);
});

test("a used, unknown or replaced token, and a token of a disabled account, return 404", async () => {
  await using server = await startTestServer({
    accounts: [
      { email: "on@example.org", password: "Password.1234" },
      { email: "off@example.org", password: "Password.1234", enabled: false },
    ],
  });
  const tokens = [
    "",
    "nope",
    server.createResetToken({ email: "on@example.org", used: true }),
    server.createResetToken({ email: "off@example.org" }),
    server.createResetToken({ email: "on@example.org" }),
  ];
  server.createResetToken({ email: "on@example.org" });

  for (const token of tokens) {
    const answer = await send(server, "PUT /users/0/password", {
      body: { passwordChangeCredential: token, newPassword },
    });

    expect(answer.status).toBe(404);
  }
});

test("each missing member is an entry that lists all required members", async () => {
  await using server = await startTestServer();

  const answer = await send(server, "PUT /users/0/password", { body: {} });

  const field = "newPassword/passwordChangeCredential";
  expect(answer.json).toEqual([
    { exception: "ValidationError", message: "'newPassword' is a required property", field },
    {
      exception: "ValidationError",
      message: "'passwordChangeCredential' is a required property",
      field,
    },
  ]);
});

test("uses only the first 72 bytes of a password", async () => {
  await using server = await startTestServer({ api: "v0" });
  const { id, token, email, password } = server.account("member@example.org");
  const long = "x".repeat(80);
  await send(server, `PUT /users/${id.uuid}/password`, {
    token,
    body: { passwordChangeCredential: password, newPassword: long },
  });

  const answer = await send(server, "POST /keys", {
    body: { email, password: long.slice(0, 72), label: "x" },
  });

  expect(answer.status).toBe(200);
});
