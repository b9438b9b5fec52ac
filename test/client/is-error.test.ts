import { createContext, runInContext } from "node:vm";
import { ConflictError, createClient, isDataMetaError } from "datameta-client";
import { describe, expect, it } from "vitest";
import { empty, json, serve } from "../support/loopback.js";

const caught = (call: Promise<unknown>) => call.catch((error: unknown) => error);

async function whoamiError(status: number) {
  await using server = await serve(empty(status));
  const datameta = createClient({ baseUrl: server.url, retry: 0 });
  return { datameta, error: await caught(datameta.whoami()) };
}

describe("isError of a method", () => {
  it("is true for a documented status of its own operation", async () => {
    const { datameta, error } = await whoamiError(401);

    expect(datameta.whoami.isError(error)).toBe(true);
    expect(datameta.getFile.isError(error)).toBe(false);
  });

  it("is false for a status that only another operation documents", async () => {
    const { datameta, error } = await whoamiError(409);

    expect(error).toBeInstanceOf(ConflictError);
    expect(datameta.whoami.isError(error)).toBe(false);
  });

  it("is false for a status that only a proxy returns, and for other errors", async () => {
    const { datameta, error } = await whoamiError(502);

    expect(datameta.whoami.isError(error)).toBe(false);
    expect(datameta.whoami.isError(await caught(datameta.getFile({ id: "" })))).toBe(false);
    expect(datameta.whoami.isError(undefined)).toBe(false);
  });
});

describe("isDataMetaError", () => {
  it("is true only for errors of the package", async () => {
    const { datameta, error } = await whoamiError(500);

    expect(isDataMetaError(error)).toBe(true);
    expect(isDataMetaError(await caught(datameta.getFile({ id: "" })))).toBe(true);
    for (const other of [new Error("other"), null, undefined, "text", {}, { isDataMetaError: 1 }]) {
      expect(isDataMetaError(other)).toBe(false);
    }
  });

  it("is true for an error of another realm, where instanceof fails", () => {
    const error: unknown = runInContext(
      `Object.assign(new Error("of elsewhere"), { isDataMetaError: true })`,
      createContext(),
    );

    expect(error).not.toBeInstanceOf(Error);
    expect(isDataMetaError(error)).toBe(true);
  });
});

it("toJSON contains what a logger needs, without headers and body", async () => {
  await using server = await serve(json(400, [{ message: "no", field: "label" }]));
  const datameta = createClient({ baseUrl: server.url });

  const error = await caught(datameta.createApiKey({ body: { label: "x" } }));

  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: "ValidationError",
    message: "createApiKey failed: 400 Bad Request: label: no",
    operationId: "CreateApiKey",
    method: "POST",
    url: `${server.url}/keys`,
    status: 400,
    issues: [{ message: "no", field: "label" }],
    attempts: 1,
    retryable: false,
    outcome: "rejected",
  });
});
