import { createClient, ConfigurationError, NotFoundError } from "datameta-client";
import { startTestServer } from "datameta-client/testing";
import { describe, expect, it } from "vitest";
import { failureOf } from "../support/failure-of.js";
import { empty, json, serve, serveScript, text } from "../support/loopback.js";

describe("http", () => {
  it("calls by path, with the client's credential and its data", async () => {
    await using server = await startTestServer();
    const { token, email } = server.account("member@example.org");
    const { http } = createClient({ baseUrl: server.url, auth: { bearer: token } });

    const { data, response } = await http.GET("/rpc/whoami");
    const created = await http.POST("/keys", { body: { label: "by path" } });

    expect(data.email).toBe(email);
    expect(response.status).toBe(200);
    expect(created.data.label).toBe("by path");
  });

  it("throws the client's errors, with the operation of the path", async () => {
    await using server = await serve(text(404, "text/html", "<html></html>"));
    const { http } = createClient({ baseUrl: server.url });

    const call = http.GET("/files/{id}", { params: { path: { id: "DMF-1" } } });

    await expect(call).rejects.toBeInstanceOf(NotFoundError);
    await expect(call).rejects.toMatchObject({
      operationId: "GetFile",
      method: "GET",
      status: 404,
    });
  });

  it("retries and calls the token function again", async () => {
    await using server = await serveScript(empty(503), json(200, []));
    let asked = 0;
    const bearer = () => `token-${++asked}`;
    const { http } = createClient({
      baseUrl: server.url,
      auth: { bearer },
      retry: { maxDelay: 1 },
    });

    await expect(http.GET("/metadata")).resolves.toMatchObject({ data: [] });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
  });

  it("sends the body again if the caller enabled retries", async () => {
    await using server = await serveScript(empty(503), json(200, {}));
    const retry = { methods: ["POST"], maxDelay: 1 };
    const { http } = createClient({ baseUrl: server.url, retry });

    await http.POST("/keys", { body: { label: "twice" } });

    expect(server.requests.map(({ body }) => body)).toEqual([
      '{"label":"twice"}',
      '{"label":"twice"}',
    ]);
  });

  it.each(["..", "", "a/b", "%2e%2e"])(
    "rejects the path parameter %j before a request",
    async (id) => {
      await using server = await serve(json(200, {}));
      const { http } = createClient({ baseUrl: server.url });

      await expect(http.GET("/files/{id}", { params: { path: { id } } })).rejects.toBeInstanceOf(
        ConfigurationError,
      );
      expect(server.requests).toHaveLength(0);
    },
  );

  it.each([{}, { params: {} }, { params: { path: undefined } }])(
    "rejects a path whose parameter is missing in %j",
    async (init) => {
      await using server = await serve(json(200, {}));
      const { http } = createClient({ baseUrl: server.url });

      // JavaScript callers may leave it out.
      expect(await failureOf(http.DELETE("/keys/{id}", init as never))).toMatchObject({
        name: "ConfigurationError",
        message: 'path parameter "id" is missing',
      });
      expect(server.requests).toEqual([]);
    },
  );

  it("accepts a HEAD, and a 204 of a path that is not in the document", async () => {
    await using server = await serve((request, response) =>
      empty(request.method === "HEAD" ? 200 : 204)(request, response),
    );
    const { http } = createClient({ baseUrl: server.url });

    // Neither is in the document.
    expect(await http.HEAD("/server" as never)).toMatchObject({ data: undefined });
    expect(await http.POST("/other" as never)).toMatchObject({ data: undefined });
  });

  it("returns no data for a documented success without a body, whatever the server sends", async () => {
    await using server = await serveScript(text(200, "text/html", "<h1>200 OK</h1>"), empty(204));
    const { http } = createClient({ baseUrl: server.url });
    const params = { path: { id: "x" } };

    await expect(http.DELETE("/keys/{id}", { params })).resolves.toMatchObject({ data: undefined });
    await expect(http.DELETE("/files/{id}", { params })).resolves.toMatchObject({
      data: undefined,
    });
  });
});
