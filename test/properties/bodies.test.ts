import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forAll } from "./support/check.js";
import { argumentsOf, operations } from "./support/every-operation.js";
import { anyJson } from "./support/examples.js";
import { Wire } from "./support/wire.js";

let wire: Wire;
beforeAll(async () => {
  wire = await Wire.open();
});
afterAll(() => wire[Symbol.asyncDispose]());

const withBody = operations.filter(({ body }) => body !== "none");

describe.each(withBody)("the body of $name", (operation) => {
  const givesJson = operation.success[200] === "json";

  it("is the same JSON on the server and in the response", () =>
    forAll(anyJson, async (body) => {
      const before = wire.count;
      const data = await wire.call(operation, argumentsOf(operation, { body }));
      const [request, ...more] = wire.since(before);

      // JSON has no negative zero.
      const wanted: unknown = JSON.parse(JSON.stringify(body));
      expect(more).toEqual([]);
      expect(request?.headers["content-type"]).toBe("application/json");
      expect(isDeepStrictEqual(JSON.parse(request?.body ?? ""), wanted)).toBe(true);
      if (givesJson) expect(isDeepStrictEqual(data, wanted)).toBe(true);
    }));
});
