import { expect, test } from "vitest";
import { startTestServer } from "datameta-client/testing";

import { send } from "./send.js";

test("an unknown path returns a page for GET, and an exception for other methods", async () => {
  await using server = await startTestServer();

  const get = await send(server, "GET /nope", { token: "x" });
  const post = await send(server, "POST /nope", { token: "x", body: {} });
  const otherVersion = await send(server, "POST //api/v0/keys", { body: { label: "x" } });

  expect([get.status, get.type]).toEqual([404, "text/html"]);
  expect([post.status, post.json]).toEqual([
    404,
    {
      message: "The resource could not be found.\n\n\n/api/v1/nope\n\n",
      code: "404 Not Found",
      title: "Not Found",
    },
  ]);
  expect(otherVersion.status).toBe(404);
});

test("a wrong method on a known path returns 404, not 405", async () => {
  await using server = await startTestServer();

  const patch = await send(server, "PATCH /server", { token: "x" });
  const get = await send(server, "GET /keys", { token: "x" });
  const options = await send(server, "OPTIONS /server", { token: "x" });

  expect(patch.status).toBe(404);
  expect(patch.json).toMatchObject({
    message:
      "The resource could not be found.\n\n\n" +
      "predicate mismatch for view get (request_method = GET,HEAD)\n\n",
  });
  expect([get.status, get.type]).toEqual([404, "text/html"]);
  expect(options.status).toBe(404);
});

test("an upload with PUT returns 404, although the server's document says PUT", async () => {
  await using server = await startTestServer();

  const answer = await send(server, "PUT /upload/x", { body: "x" });

  expect(answer.status).toBe(404);
  expect(answer.json).toMatchObject({
    message:
      "The resource could not be found.\n\n\n" +
      "predicate mismatch for view post (request_method = POST)\n\n",
  });
});

test("HEAD fails with 500 on operations with GET", async () => {
  await using server = await startTestServer();
  const { token } = server.account("member@example.org");

  const known = await send(server, "HEAD /rpc/whoami", { token });
  const postOnly = await send(server, "HEAD /keys", { token });

  expect([known.status, known.text]).toEqual([500, ""]);
  expect([postOnly.status, postOnly.type, postOnly.text]).toEqual([404, "text/html", ""]);
});

test("an encoded slash separates segments, and invalid UTF-8 in a path fails with 500", async () => {
  await using server = await startTestServer();
  const { token } = server.account("member@example.org");

  const slash = await send(server, "DELETE /keys/%2F", { token });
  const broken = await send(server, "DELETE /keys/%ff", { token });
  const nulKey = await send(server, "DELETE /keys/%00", { token });
  const nulUser = await send(server, "GET /users/%00/keys", { token });

  expect([slash.status, broken.status, nulKey.status, nulUser.status]).toEqual([
    404, 500, 403, 500,
  ]);
});

test("a 204 closes the connection, other responses keep it open", async () => {
  await using server = await startTestServer({ api: "v0" });
  const { id, token, password } = server.account("member@example.org");

  const kept = await send(server, "GET /rpc/whoami", { token });
  const closed = await send(server, `PUT /users/${id.uuid}/password`, {
    token,
    body: { passwordChangeCredential: password, newPassword: "0123456789" },
  });

  expect(kept.headers.get("connection")).toBe("keep-alive");
  expect([closed.status, closed.headers.get("connection")]).toEqual([204, "close"]);
});

test.each(["GET /users/nope", "GET /groups/nope", "DELETE /users/nope/totp-secret"] as const)(
  "v0 does not have %s, even without a credential",
  async (request) => {
    await using server = await startTestServer({ api: "v0" });

    const answer = await send(server, request);

    expect(answer.status).toBe(404);
  },
);

test("the document at the root contains the release and the base path", async () => {
  await using server = await startTestServer({ api: "v0" });

  const answer = await send(server, "GET //openapi.yaml");

  expect(answer.type).toBe("text/yaml");
  expect(JSON.parse(answer.text)).toMatchObject({
    info: { version: "0.27.0" },
    servers: [{ url: "/api/v0" }],
  });
});
