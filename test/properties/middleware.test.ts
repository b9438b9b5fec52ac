import fc from "fast-check";
import { afterAll, beforeAll, describe, it, expect } from "vitest";
import { forAll } from "./support/check.js";
import { argumentsOf, operations } from "./support/every-operation.js";
import { anyJson, headerName, headerValue, legalId, queryValue } from "./support/examples.js";
import { Wire } from "./support/wire.js";

let wire: Wire;
beforeAll(async () => {
  wire = await Wire.open();
});
afterAll(() => wire[Symbol.asyncDispose]());

/** Middleware that receives a `Request` and changes nothing. */
const middleware = [{ onRequest: ({ request }: { request: Request }) => request }];

const header = fc.tuple(
  headerName.filter(
    (name) =>
      !/^(authorization|cookie|host|connection|content-length|transfer-encoding|expect|keep-alive|upgrade|te|trailer)$/i.test(
        name,
      ),
  ),
  fc.option(headerValue),
);

describe.each(operations)("a call of $name", (operation) => {
  const { pathParameters, query, body } = operation;
  const call = fc.record({
    ids: fc.record(Object.fromEntries(pathParameters.map((name) => [name, legalId]))),
    query: fc.record(Object.fromEntries(query.map((name) => [name, queryValue])), {
      requiredKeys: [],
    }),
    body: anyJson,
    headers: fc.array(header, { maxLength: 3 }),
  });

  it("sends the same request with and without middleware", () =>
    forAll(call, async (example) => {
      const args = argumentsOf(operation, {
        ...example.ids,
        ...example.query,
        ...(body !== "none" && { body: example.body }),
      });
      const options = { auth: { bearer: "token" }, headers: Object.fromEntries(example.headers) };
      const plain = await wire.requestOf(() => wire.call(operation, args, options));
      const through = await wire.requestOf(() =>
        wire.call(operation, args, options, { middleware }),
      );

      expect(sortedHeaders(plain)).toEqual(sortedHeaders(through));
      expect({ ...plain, rawHeaders: [] }).toEqual({ ...through, rawHeaders: [] });
    }));
});

/** Sorts headers, because their order does not matter. */
function sortedHeaders({ rawHeaders }: { readonly rawHeaders: readonly string[] }): string[] {
  return rawHeaders
    .flatMap((name, index) =>
      index % 2 === 0 ? [`${name.toLowerCase()}: ${rawHeaders[index + 1]}`] : [],
    )
    .sort();
}
