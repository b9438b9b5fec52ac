import { createClient, NotFoundError } from "datameta-client";
import { describe, expect, it } from "vitest";
import { json, serve, text } from "../support/loopback.js";

describe("withResponse", () => {
  it("returns the data and the platform's response, whose body was read", async () => {
    await using server = await serve(json(200, { name: "Ada" }, { "X-Served-By": "one" }));
    const datameta = createClient({ baseUrl: server.url });

    const { data, response } = await datameta.whoami.withResponse();

    expect(data).toEqual({ name: "Ada" });
    expect(response).toBeInstanceOf(Response);
    expect(response).toMatchObject({
      status: 200,
      bodyUsed: true,
      url: `${server.url}/rpc/whoami`,
    });
    expect(response.headers.get("X-Served-By")).toBe("one");
  });

  it("returns undefined for a success without a body, whatever the server sends", async () => {
    await using server = await serve(text(200, "text/html", "<h1>200 OK</h1>"));
    const datameta = createClient({ baseUrl: server.url });

    const { data, response } = await datameta.deleteApiKey.withResponse({ id: "1" });

    expect(data).toBeUndefined();
    expect(response.status).toBe(200);
  });

  it("takes the method's arguments and options, and throws its errors", async () => {
    await using server = await serve(text(404, "text/html", "<p>no</p>"));
    const datameta = createClient({ baseUrl: server.url, auth: { bearer: "tok" } });

    const call = datameta.getFile.withResponse({ id: "DMF-1" }, { auth: null });

    await expect(call).rejects.toBeInstanceOf(NotFoundError);
    expect(server.requests[0]).toMatchObject({ method: "GET", path: "/api/v1/files/DMF-1" });
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });
});

it("methods work after destructuring the client", async () => {
  await using server = await serve(json(200, { name: "Ada" }));
  const { whoami } = createClient({ baseUrl: server.url });
  const { withResponse } = whoami;

  expect(await whoami()).toEqual({ name: "Ada" });
  expect((await withResponse()).data).toEqual({ name: "Ada" });
});
