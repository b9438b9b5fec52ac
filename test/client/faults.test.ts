import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { ConnectionError, createClient, ResponseFormatError } from "datameta-client";
import { describe, expect, it } from "vitest";
import { empty, hangUp, json, serve, text, type Handler } from "../support/loopback.js";

const caught = (call: Promise<unknown>) => call.catch((error: unknown) => error);

async function whoamiAgainst(answer: Handler): Promise<unknown> {
  await using server = await serve(answer);
  return await caught(createClient({ baseUrl: server.url, retry: 0 }).whoami());
}

describe("a connection that fails is a ConnectionError", () => {
  it("refused: nothing was sent, and the platform's error is the cause", async () => {
    const free = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => free.once("listening", resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    const datameta = createClient({ baseUrl: `http://127.0.0.1:${port}/api/v1`, retry: 0 });

    const error = await caught(datameta.createApiKey({ body: { label: "x" } }));

    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /CreateApiKey failed: no connection \(ECONNREFUSED\)/,
      ) as string,
      cause: expect.any(TypeError) as TypeError,
      outcome: "not-sent",
      retryable: true,
    });
  });

  it("reset before the headers: the call may have happened", async () => {
    expect(await whoamiAgainst(hangUp)).toMatchObject({
      name: "ConnectionError",
      outcome: "unknown",
      retryable: true,
    });
  });

  it("reset in the body", async () => {
    const answer: Handler = (_, response) => {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "100" });
      response.write('{"name":');
      setTimeout(() => response.destroy(), 5);
    };

    expect(await whoamiAgainst(answer)).toMatchObject({
      name: "ConnectionError",
      outcome: "unknown",
    });
  });
});

describe("an answer that is not what the API documents is a ResponseFormatError", () => {
  it.each<[string, Handler, RegExp]>([
    [
      "a page with status 200",
      text(200, "text/html", "<h1>Log in</h1>"),
      /200 with a body of text\/html/,
    ],
    [
      "JSON that was cut",
      text(200, "application/json", '{"name": "canary'),
      /not JSON, or was cut/,
    ],
    ["an empty 200", empty(200), /empty body/],
    ["a 204 where data is due", empty(204), /empty body/],
    [
      "a redirect",
      empty(301, { Location: "https://elsewhere.example/x?token=canary" }),
      /redirects to https:\/\/elsewhere\.example, /,
    ],
  ])("%s", async (_, answer, message) => {
    const error = await whoamiAgainst(answer);

    expect(error).toBeInstanceOf(ResponseFormatError);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain("canary");
  });

  it("but a documented success without a body may come with any", async () => {
    await using server = await serve(text(200, "text/html", "<h1>200 OK</h1>"));
    const datameta = createClient({ baseUrl: server.url });

    await expect(datameta.deleteApiKey({ id: "x" })).resolves.toBeUndefined();
    await expect(
      datameta.http.DELETE("/keys/{id}", { params: { path: { id: "x" } } }),
    ).resolves.toMatchObject({ data: undefined });
  });

  it("nor is an undocumented success with JSON, like that of a newer server", async () => {
    expect(await whoamiAgainst(json(202, { name: "Ada" }))).toEqual({ name: "Ada" });
  });
});

describe("an error status is an ApiError, whatever comes with it", () => {
  it.each<[number, string]>([
    [400, "ValidationError"],
    [401, "UnauthorizedError"],
    [403, "ForbiddenError"],
    [404, "NotFoundError"],
    [409, "ConflictError"],
    [410, "GoneError"],
    [418, "ApiError"],
    [429, "TooManyRequestsError"],
    [500, "ServerError"],
    [502, "ServerError"],
    [599, "ServerError"],
  ])("%d is a %s", async (status, name) => {
    const page = text(status, "text/html", "<html><title>proxy</title></html>");

    expect(await whoamiAgainst(page)).toMatchObject({ name, status, issues: [] });
  });

  it("also where its body never ends: no more than a part is read", async () => {
    const flood: Handler = (_, response) => {
      response.writeHead(502, { "Content-Type": "text/plain" });
      const write = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
      };
      response.on("drain", write);
      write();
    };

    const error = (await whoamiAgainst(flood)) as { body: string };

    expect(error.body).toMatch(/x… \(cut after 1048576 bytes\)$/);
  });

  it("a 404 of an operation that came later tells since when it exists", async () => {
    await using server = await serve(text(404, "text/html", "<html></html>"));
    const datameta = createClient({ baseUrl: server.url });

    const error = await caught(datameta.getUser({ id: "x" }));

    expect(String(error)).toContain("exists since DataMeta 1.0.4; is the server older?");
  });

  it("a 500 that hides another status tells which", async () => {
    const hidden = json(500, [
      { exception: "InvalidResponse", message: "Unknown response http status: 403" },
    ]);

    expect(await whoamiAgainst(hidden)).toMatchObject({
      name: "ServerError",
      status: 500,
      message: expect.stringContaining("the server meant 403 (not allowed") as string,
    });
  });
});

describe("both releases of an operation", () => {
  it.each([
    ["an old server's empty 204", empty(204), undefined],
    ["a new server's 200", json(200, { tfaToken: "" }), { tfaToken: "" }],
  ])("setUserPassword takes %s", async (_, answer, data) => {
    await using server = await serve(answer);
    const datameta = createClient({ baseUrl: `${server.origin}/api/v0` });

    await expect(
      datameta.setUserPassword({
        id: "0",
        body: { passwordChangeCredential: "a", newPassword: "b" },
      }),
    ).resolves.toEqual(data);
  });

  it("getFileUrl gives the data of a redirect that the caller asked for", async () => {
    const url = {
      fileId: { uuid: "x" },
      fileUrl: "http://localhost/x",
      expires: "2030-01-01T00:00:00Z",
    };
    await using server = await serve(json(307, url, { Location: url.fileUrl }));
    const datameta = createClient({ baseUrl: server.url });

    const { data, response } = await datameta.getFileUrl.withResponse({ id: "x", redirect: true });

    expect(data).toEqual(url);
    expect(response.status).toBe(307);
    expect(server.requests[0]?.path).toBe("/api/v1/rpc/get-file-url/x?redirect=true");
  });
});
