import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Operation } from "../../src/engine/operation.js";
import { forAll } from "./support/check.js";
import { argumentsOf, operations } from "./support/every-operation.js";
import { illegalId, illegalQueryValue, legalId, queryValue } from "./support/examples.js";
import { Wire } from "./support/wire.js";

let wire: Wire;
beforeAll(async () => {
  wire = await Wire.open();
});
afterAll(() => wire[Symbol.asyncDispose]());

/** Reads the values in a path like a server that matches the template. */
function readPath(operation: Operation, target: string): Record<string, string> {
  const [path = "", query = ""] = target.split("?");
  // The path must not change when a URL parser normalizes it.
  expect(new URL(target, wire.url).pathname).toBe(path);
  expect(query).toBe("");
  const segments = path.slice("/api/v1".length).split("/");
  const template = operation.path.split("/");
  expect(segments).toHaveLength(template.length);
  const values: Record<string, string> = {};
  template.forEach((part, index) => {
    const segment = segments[index] ?? "";
    if (part.startsWith("{")) values[part.slice(1, -1)] = decodeURIComponent(segment);
    else expect(segment).toBe(part);
  });
  return values;
}

const ids = (operation: Operation) =>
  fc.record(Object.fromEntries(operation.pathParameters.map((name) => [name, legalId])));

const asText = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

it("there are operations of each kind", () => {
  expect(operations.length).toBeGreaterThan(0);
  expect(operations.some(({ pathParameters }) => pathParameters.length === 2)).toBe(true);
  expect(operations.some(({ query }) => query.length > 0)).toBe(true);
});

describe.each(operations)("$name: $method $path", (operation) => {
  it("is the path of every call, and the server reads each legal id from it", () =>
    forAll(ids(operation), async (pathIds) => {
      const args = argumentsOf(operation, pathIds);
      const byMethod = await wire.requestOf(() => wire.call(operation, args));
      const byPath = await wire.requestOf(() =>
        wire.callByPath(operation, { params: { path: pathIds }, body: args["body"] }),
      );

      for (const request of [byMethod, byPath]) {
        expect(request.method).toBe(operation.method);
        expect(readPath(operation, request.path)).toEqual(asText(pathIds));
      }
    }));
});

const withPathParameters = operations.filter(({ pathParameters }) => pathParameters.length > 0);

describe.each(withPathParameters)("the path of $name", (operation) => {
  it("never becomes another path, whatever the id", () => {
    const examples = fc.tuple(fc.constantFrom(...operation.pathParameters), illegalId);
    return forAll(examples, async ([parameter, id]) => {
      const args = argumentsOf(operation, { [parameter]: id });
      const byMethod = await wire.refusalOf(() => wire.call(operation, args));
      const byPath = await wire.refusalOf(() =>
        wire.callByPath(operation, { params: { path: args } }),
      );

      expect(byMethod.message).toContain(`${operation.name}: argument "${parameter}" `);
      expect(byPath.message).toContain(`path parameter "${parameter}" `);
    });
  });
});

const withQuery = operations.filter(({ query }) => query.length > 0);

describe.each(withQuery)("the query of $name", (operation) => {
  const parameter = fc.constantFrom(...operation.query);

  it("lets the server read each legal value", () =>
    forAll(fc.tuple(parameter, queryValue), async ([name, value]) => {
      const args = argumentsOf(operation, { [name]: value });
      const { path } = await wire.requestOf(() => wire.call(operation, args));

      const url = new URL(path, wire.url);
      expect([...url.searchParams]).toEqual([[name, String(value)]]);
      expect(url.hash).toBe("");
      readPath(operation, url.pathname);
    }));

  it("rejects all other values", () =>
    forAll(fc.tuple(parameter, illegalQueryValue), async ([name, value]) => {
      const args = argumentsOf(operation, { [name]: value });
      const refusal = await wire.refusalOf(() => wire.call(operation, args));

      expect(refusal.message).toContain(`${operation.name}: argument "${name}" `);
    }));
});
