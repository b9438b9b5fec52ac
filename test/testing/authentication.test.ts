import { expect, test } from "vitest";
import { startTestServer } from "datameta-client/testing";

import { send } from "./send.js";

const noCredential = [
  { exception: "InvalidSecurity", message: "Security not valid for any requirement" },
];

test.each([
  ["no credential", {}],
  ["Basic", { Authorization: "Basic abc" }],
  ["a token without a scheme", { Authorization: "abc" }],
  ["a scheme without a token", { Authorization: "Bearer" }],
  ["another cookie", { Cookie: "session=x" }],
] as const)("%s returns a 401 array", async (_, headers) => {
  await using server = await startTestServer();

  const answer = await send(server, "GET /rpc/whoami", { headers });

  expect([answer.status, answer.json]).toEqual([401, noCredential]);
});

test.each([
  ["an unknown token", { Authorization: "Bearer bad" }],
  ["a lower-case scheme", { Authorization: "bearer TOKEN" }],
  ["two spaces", { Authorization: "Bearer  TOKEN" }],
  ["three parts", { Authorization: "Bearer TOKEN x" }],
  ["an unknown session", { Cookie: "datameta=xyz" }],
  ["an empty cookie", { Cookie: "datameta=" }],
])("%s returns a 401 object", async (_, headers: Record<string, string>) => {
  await using server = await startTestServer();
  const { token } = server.account("member@example.org");
  const filled = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replace("TOKEN", token)]),
  );

  const answer = await send(server, "GET /rpc/whoami", { headers: filled });

  expect(answer.status).toBe(401);
  expect(answer.json).toMatchObject({ code: "401 Unauthorized", title: "Unauthorized" });
});

test.each([
  ["application/json", "application/json"],
  ["application/*", "application/json"],
  ["application/json;q=0.5, text/plain;q=0.4", "application/json"],
  ["*/*", "text/html"],
  ["application/json, text/plain, */*", "text/html"],
  ["application/json;q=0.9, text/html", "text/html"],
  ["text/html, application/json", "text/html"],
  ["text/plain", "text/plain"],
  ["application/xml", "text/plain"],
])("Accept: %s returns an exception as %s", async (accept, type) => {
  await using server = await startTestServer();

  const answer = await send(server, "GET /rpc/whoami", { token: "bad", accept });

  expect([answer.status, answer.type]).toEqual([401, type]);
});

test.each([
  ["v1", { apiVersion: "1.5.0", datametaVersion: "1.1.1" }],
  ["v0", { apiVersion: "0.27.0", datametaVersion: "0.9.8" }],
] as const)("on %s, any credential returns the server's release", async (api, info) => {
  await using server = await startTestServer({ api });

  const byToken = await send(server, "GET /server", { token: "x" });
  const byCookie = await send(server, "GET /server", { cookie: "datameta=x" });
  const anonymous = await send(server, "GET /server");

  expect(byToken.json).toEqual(info);
  expect(byCookie.json).toEqual(info);
  expect([anonymous.status, anonymous.json]).toEqual([
    500,
    [{ exception: "InvalidResponse", message: "Unknown response http status: 401" }],
  ]);
});

test("a success in between resets the count", async () => {
  await using server = await startTestServer({
    accounts: [
      {
        email: "ada@example.org",
        password: "x",
        keys: [{ token: "good" }, { token: "dead", expires: new Date(0) }],
      },
    ],
  });
  const statuses: number[] = [];

  for (let round = 0; round < 2; round++) {
    for (let count = 0; count < 4; count++) {
      await send(server, "GET /rpc/whoami", { token: "dead" });
    }
    statuses.push((await send(server, "GET /rpc/whoami", { token: "good" })).status);
  }

  expect(statuses).toEqual([200, 200]);
});

test.each([
  ["on v0", "v0", 0],
  ["spread over more than an hour", "v1", 900_001],
] as const)("failures %s do not disable the account", async (_, api, pause) => {
  let time = Date.now();
  await using server = await startTestServer({
    api,
    now: () => new Date(time),
    accounts: [
      {
        email: "ada@example.org",
        password: "x",
        keys: [{ token: "good" }, { token: "dead", expires: new Date(0) }],
      },
    ],
  });

  for (let count = 0; count < 6; count++) {
    await send(server, "GET /rpc/whoami", { token: "dead" });
    time += pause;
  }

  expect((await send(server, "GET /rpc/whoami", { token: "good" })).status).toBe(200);
});

test("an expired key counts only if the server checks it", async () => {
  await using server = await startTestServer({
    accounts: [
      {
        email: "ada@example.org",
        password: "x",
        keys: [{ token: "good" }, { token: "dead", expires: new Date(0) }],
      },
    ],
  });

  for (let count = 0; count < 6; count++) {
    await send(server, "GET /server", { token: "dead" });
    await send(server, "POST /keys", { token: "dead", body: {} });
    await send(server, "POST /keys", {
      body: { email: "ada@example.org", password: "wrong", label: "x" },
    });
  }

  expect((await send(server, "GET /rpc/whoami", { token: "good" })).status).toBe(200);
});
