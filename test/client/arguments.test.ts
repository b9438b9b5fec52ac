import { createClient } from "datameta-client";
import { describe, expect, it } from "vitest";
import { json, serve } from "../support/loopback.js";

/** Returns what the server receives: one line for the request and one for its body. */
async function sentBy(call: (datameta: ReturnType<typeof createClient>) => Promise<unknown>) {
  await using server = await serve(json(200, {}));
  await call(createClient({ baseUrl: server.url }));
  return server.requests.map(({ method, path, body }) => `${method} ${path} ${body}`.trim());
}

describe("arguments", () => {
  it("are encoded in path, query and body", async () => {
    const requests = await sentBy(async (datameta) => {
      await datameta.getFileUrl({ id: "a b?c#ä", expires: 5, redirect: false });
      await datameta.getMetaDataSets({ awaitingService: "a&b=c/d" });
      await datameta.executeService({
        serviceId: "s",
        metadatasetId: "m",
        body: { record: { "#ID": "ä" }, fileIds: [] },
      });
    });

    expect(requests).toEqual([
      "GET /api/v1/rpc/get-file-url/a%20b%3Fc%23%C3%A4?expires=5&redirect=false",
      "GET /api/v1/metadatasets?awaitingService=a%26b%3Dc%2Fd",
      'POST /api/v1/service-execution/s/m {"record":{"#ID":"ä"},"fileIds":[]}',
    ]);
  });

  it("may be left out if none is required", async () => {
    const requests = await sentBy(async (datameta) => {
      await datameta.getMetaDataSets();
      await datameta.getMetaDataSets({});
      await datameta.getMetaDataSets(undefined, { timeout: 5000 });
    });

    expect(requests).toEqual(Array(3).fill("GET /api/v1/metadatasets"));
  });

  it("are not changed", async () => {
    const args = Object.freeze({ id: "1", body: Object.freeze({ newPassword: "secret" }) });

    // @ts-expect-error -- a member is missing
    await sentBy((datameta) => datameta.setUserPassword(args));
    expect(args).toEqual({ id: "1", body: { newPassword: "secret" } });
  });
});

describe("invalid arguments", () => {
  it.each<[string, (datameta: ReturnType<typeof createClient>) => Promise<unknown>, string]>([
    ["an id that would change the path", (d) => d.deleteFile({ id: "../keys/1" }), '"id" would'],
    ["an empty id", (d) => d.deleteFile({ id: "" }), 'deleteFile: argument "id" is empty'],
    [
      "an object without an id",
      (d) => d.getFile({ id: { name: "n" } as never }),
      "like an id's uuid or site",
    ],
    // @ts-expect-error -- misspelt
    ["an unknown name", (d) => d.getFile({ id: "1", fileId: "1" }), '"fileId" is unknown'],
    // @ts-expect-error -- not an object of arguments
    ["a bare id", (d) => d.getFile("1"), "must be an object with the arguments; got string"],
    // @ts-expect-error -- missing
    ["no body", (d) => d.createFile(), 'argument "body" is missing'],
    [
      "a lone surrogate in a query",
      (d) => d.getMetaDataSets({ awaitingService: "\ud800" }),
      "must",
    ],
  ])("are rejected before any request: %s", async (_, call, problem) => {
    await using server = await serve(json(200, {}));

    const result = call(createClient({ baseUrl: server.url }));

    await expect(result).rejects.toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining(problem) as string,
      outcome: "not-sent",
    });
    expect(server.requests).toHaveLength(0);
  });
});
