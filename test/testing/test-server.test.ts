import { expect, test } from "vitest";
import { startTestServer, type TestServerOptions } from "datameta-client/testing";

import { send } from "./send.js";

test("two servers do not share state", async () => {
  await using one = await startTestServer();
  await using other = await startTestServer();
  const { token } = one.account("member@example.org");

  const here = await send(one, "GET /rpc/whoami", { token });
  const there = await send(other, "GET /rpc/whoami", { token });

  expect([here.status, there.status]).toEqual([200, 401]);
  expect(one.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/v1$/);
});

test("a closed server refuses connections and can be closed again", async () => {
  const server = await startTestServer();
  await send(server, "GET /server", { token: "x" });

  await server.close();
  await server.close();

  await expect(fetch(`${server.url}/server`)).rejects.toThrow();
});

test("records requests with their operation and status", async () => {
  await using server = await startTestServer();

  await send(server, "GET /server?foo=bar", { token: "x" });
  await send(server, "GET /nope");

  expect(server.requests).toMatchObject([
    { method: "GET", path: "/api/v1/server?foo=bar", operationId: "GetServerInfo", status: 200 },
    { method: "GET", path: "/api/v1/nope", status: 404 },
  ]);
});

test("records no secrets", async () => {
  await using server = await startTestServer();
  const canary = "canary-3b1f";

  await send(server, "POST /keys", {
    token: `${canary}-token`,
    cookie: `datameta=${canary}-cookie`,
    headers: { "Access-Token": `${canary}-upload` },
    body: { email: "a@example.org", password: `${canary}-password`, label: "kept" },
  });
  await send(server, "PUT /users/0/password", {
    body: { passwordChangeCredential: `${canary}-credential`, newPassword: `${canary}-new` },
  });
  await send(server, `GET /download/${canary}-download?token=${canary}-query`);
  await send(server, "POST /keys", { body: `{"password": "${canary}-broken` });
  await send(server, "POST //login", {
    contentType: "application/x-www-form-urlencoded",
    body: `input_email=a@example.org&input_password=${canary}-form`,
  });

  const recorded = JSON.stringify(server.requests);
  expect(recorded).not.toContain(canary);
  expect(recorded).toContain("kept");
});

test.each([
  [{ api: "v2" }, 'api must be "v0" or "v1"; got "v2"'],
  [{ acounts: [] }, 'startTestServer has no option "acounts"'],
  [{ maxKeyLifetime: 0 }, "maxKeyLifetime must be an integer, 1 or greater"],
  [{ now: 5 }, "now must be a function"],
  [{ accounts: [{ email: "nope", password: "x" }] }, "accounts[0].email must be an e-mail address"],
  [
    { accounts: [{ email: "a@b.c", password: "" }] },
    "accounts[0].password must be a non-empty string",
  ],
  [
    { accounts: [{ email: "a@b.c", password: "x", admin: true }] },
    'accounts[0] has no option "admin"',
  ],
  [
    {
      accounts: [
        { email: "a@b.c", password: "x" },
        { email: "A@b.c", password: "x" },
      ],
    },
    "two accounts have the e-mail address a@b.c",
  ],
  [
    { accounts: [{ email: "a@b.c", password: "x", keys: [{ expires: new Date(NaN) }] }] },
    "accounts[0].keys[0].expires must be a valid Date",
  ],
  [{ appSettings: { nope: 1 } }, 'appSettings has no setting "nope" on v1'],
])("rejects the options %j", async (options, message) => {
  // The compiler rejects most of these, but JavaScript programs can pass them.
  const start = startTestServer(options as TestServerOptions);

  await expect(start).rejects.toThrow(TypeError);
  await expect(start).rejects.toThrow(message);
});

test("does not quote a password or a token in messages about options", async () => {
  const accounts = [{ email: "a@b.c", password: "canary-1", keys: [{ token: "canary 2" }] }];

  const refusal = await startTestServer({ accounts }).catch(String);

  expect(refusal).toContain("accounts[0].keys[0].token must be printable ASCII");
  expect(refusal).not.toContain("canary");
});

test("the password rules follow the settings", async () => {
  await using server = await startTestServer({
    appSettings: { security_password_minimum_length: 20 },
  });
  const token = server.createResetToken({ email: "member@example.org" });

  const answer = await send(server, "PUT /users/0/password", {
    body: { passwordChangeCredential: token, newPassword: "Another-Password.2" },
  });

  expect(answer.json).toEqual([
    {
      exception: "ValidationError",
      message: "The password must be at least 20 characters long.",
    },
  ]);
});

test("lists the accounts if an account is unknown", async () => {
  await using server = await startTestServer();

  expect(() => server.account("nope@example.org")).toThrow("admin@example.org, member@example.org");
  expect(() => server.createResetToken({ email: "nope@example.org" })).toThrow("no account");
});
