import { describe, expect, it } from "vitest";

import { serializePath, splitArguments } from "../../../src/datameta/arguments.js";
import { ConfigurationError } from "../../../src/engine/errors.js";
import type { OperationEntry } from "../../../src/engine/operation-entry.js";
import { resolveOperation } from "../../../src/engine/operation.js";

const entries = {
  getFileUrl: { route: "GET /rpc/get-file-url/{id}", query: ["expires", "redirect"] },
  updateFile: { route: "PUT /files/{id}" },
  search: { route: "POST /search", body: "optional" },
  whoami: { route: "GET /rpc/whoami" },
  getMetadatum: {
    route: "GET /sets/{setId}/{id}",
    query: ["ids"],
    identifiers: { setId: "site", ids: "uuid" },
  },
} satisfies Record<string, OperationEntry>;

const split = (name: keyof typeof entries, args: unknown) =>
  splitArguments(
    resolveOperation(name, entries[name], {
      defaultErrors: [],
      defaultIdentifiers: { id: "uuid" },
    }),
    args,
  );

const wanted = "must be a string, like an id's uuid or site; got";

describe("splitArguments", () => {
  it.each([
    {
      operation: "getFileUrl" as const,
      args: { id: "DMF-1", expires: 0, redirect: false },
      wanted: {
        params: { path: { id: "DMF-1" }, query: { expires: 0, redirect: false } },
        body: undefined,
      },
    },
    {
      operation: "getFileUrl" as const,
      args: { id: 7, expires: undefined },
      wanted: { params: { path: { id: 7 }, query: {} }, body: undefined },
    },
    {
      operation: "updateFile" as const,
      args: { id: "DMF-1", body: null },
      wanted: { params: { path: { id: "DMF-1" }, query: {} }, body: "null" },
    },
    {
      operation: "search" as const,
      args: {},
      wanted: { params: { path: {}, query: {} }, body: undefined },
    },
    {
      operation: "whoami" as const,
      args: undefined,
      wanted: { params: { path: {}, query: {} }, body: undefined },
    },
  ])("splits $args of $operation", ({ operation, args, wanted }) => {
    expect(split(operation, args)).toEqual(wanted);
  });

  it.each([
    { args: undefined, problem: 'argument "body" is missing' },
    { args: { body: {} }, problem: 'argument "id" is missing' },
    { args: { id: "1" }, problem: 'argument "body" is missing' },
    { args: { id: "1", body: undefined }, problem: 'argument "body" is missing' },
    {
      args: { id: "1", body: {}, exipres: 1 },
      problem: '"exipres" is unknown. Valid names: id, body',
    },
    { args: { id: "1", body: {}, constructor: 1 }, problem: '"constructor" is unknown' },
    { args: JSON.parse('{"__proto__":{"id":"1"}}') as unknown, problem: '"__proto__" is unknown' },
    { args: null, problem: "must be an object with the arguments; got null" },
    { args: ["1"], problem: "must be an object with the arguments; got an array" },
    { args: "1", problem: "must be an object with the arguments; got string" },
  ])("rejects $args: $problem", ({ args, problem }) => {
    const splitting = () => split("updateFile", args);

    expect(splitting).toThrow(ConfigurationError);
    expect(splitting).toThrow(/^updateFile: /);
    expect(splitting).toThrow(problem);
  });

  it.each([
    [null, "null"],
    [NaN, "NaN"],
    [Infinity, "Infinity"],
    [{}, "object"],
    [5n, "bigint"],
    [() => 1, "function"],
    ["\ud800", "string"],
    [["a", "\ud800"], "an array"],
    [[NaN], "an array"],
    [[{}], "an array"],
    [[null], "an array"],
  ])("rejects %o in a query, because it is %s", (expires, got) => {
    const splitting = () => split("getFileUrl", { id: "1", expires });

    expect(splitting).toThrow(
      new ConfigurationError(
        `getFileUrl: argument "expires" must be a string, a finite number or a boolean; got ${got}`,
      ),
    );
  });

  it("rejects any argument if the operation has none", () => {
    expect(() => split("whoami", { body: {} })).toThrow('"body" is unknown. Valid names: none');
  });
});

describe("an identifier object", () => {
  const identifier = { uuid: "u-1", site: "DMF-1" };

  it("is sent as its uuid by default", () => {
    expect(split("getFileUrl", { id: identifier }).params.path).toEqual({ id: "u-1" });
  });

  it("is sent as the member that the operation's entry names", () => {
    const args = { setId: identifier, id: "1", ids: identifier };

    expect(split("getMetadatum", args).params).toEqual({
      path: { setId: "DMF-1", id: "1" },
      query: { ids: "u-1" },
    });
  });

  it.each<[args: object, problem: string]>([
    [{ setId: identifier, id: identifier }, `argument "id" ${wanted} object`],
    [{ setId: [identifier], id: "1" }, `argument "setId" ${wanted} an array`],
    [{ setId: {}, id: "1" }, `argument "setId" ${wanted} object`],
    [{ setId: { uuid: "u", site: null }, id: "1" }, `argument "setId" ${wanted} object`],
    [
      { setId: "1", id: "1", ids: { id: identifier } },
      'argument "ids" must be a string, a finite number or a boolean; got object',
    ],
    [{ setId: { site: 5n }, id: "1" }, `argument "setId" ${wanted} bigint`],
    [{ setId: { site: "../x" }, id: "1" }, 'argument "setId" would change the path'],
  ])("is rejected if it is invalid or not expected: %o", (args, problem) => {
    expect(() => split("getMetadatum", args)).toThrow(`getMetadatum: ${problem}`);
  });

  it("is not expected for a parameter named like an inherited member", () => {
    const operation = resolveOperation("get", { route: "GET /{constructor}" });

    expect(() => splitArguments(operation, { constructor: { uuid: "1" } })).toThrow(
      `get: argument "constructor" ${wanted} object`,
    );
  });
});

/** Valid path values, and their encoded forms. */
const usable: [unknown, string][] = [
  ["DMF-00000001", "DMF-00000001"],
  ["0", "0"],
  [0, "0"],
  [-1.5, "-1.5"],
  ["...", "..."],
  [".a", ".a"],
  ["a b", "a%20b"],
  ["a?b#c", "a%3Fb%23c"],
  ["a;b=c", "a%3Bb%3Dc"],
  ["100%", "100%25"],
  ["ä€😀", "%C3%A4%E2%82%AC%F0%9F%98%80"],
  ["__proto__", "__proto__"],
  ["constructor", "constructor"],
];

const refused: [unknown, string][] = [
  [undefined, "is missing"],
  [null, `${wanted} null`],
  [{ toString: () => "u" }, `${wanted} object`],
  [["a"], `${wanted} an array`],
  [true, `${wanted} boolean`],
  [5n, `${wanted} bigint`],
  [NaN, `${wanted} number`],
  [Infinity, `${wanted} number`],
  ["", "is empty"],
  [".", "would change the path"],
  ["..", "would change the path"],
  ["a/b", 'would change the path: it contains "/"'],
  ["https://host/download/canary", 'would change the path: it contains "/"'],
  ["a%2fb", 'would change the path: it contains "%2f"'],
  ["\\", "would change the path"],
  ["%2e%2e", "would change the path"],
  ["%2E", "would change the path"],
  ["%2f", "would change the path"],
  ["%5C", "would change the path"],
  ["%252e", "would change the path"],
  ["a\0b", "contains a control character"],
  ["a\r\nb", "contains a control character"],
  ["\x7f", "contains a control character"],
  ["\ud800", "contains a lone surrogate"],
  ["\udc00a", "contains a lone surrogate"],
];

describe("serializePath", () => {
  it.each(usable)("writes %o as %s", (id, wanted) => {
    expect(serializePath("/files/{id}/x", { id })).toBe(`/files/${wanted}/x`);
  });

  it.each(refused)("rejects %o: it %s", (id, problem) => {
    const serialize = () => serializePath("/files/{id}/x", { id });

    expect(serialize).toThrow(ConfigurationError);
    expect(serialize).toThrow(`path parameter "id" ${problem}`);
  });

  it("fills in each parameter by name", () => {
    const values = { serviceId: "s", metadatasetId: "m" };

    expect(serializePath("/x/{serviceId}/{metadatasetId}", values)).toBe("/x/s/m");
  });

  it("does not read a value from the prototype", () => {
    expect(() => serializePath("/x/{constructor}", {})).toThrow('"constructor" is missing');
  });
});

it.each(refused)("a method rejects %o in a path, too", (args, problem) => {
  const values = { setId: "1", id: args };

  expect(() => split("getMetadatum", values)).toThrow(`getMetadatum: argument "id" ${problem}`);
});
