import { getLineColLocation, Source } from "@redocly/openapi-core";
import fc from "fast-check";
import { expect, it } from "vitest";

import { pointerTo } from "../../scripts/document/spec-document.js";
import { placeInJson } from "../../scripts/document/json-place.js";

/** The pointer of each part of a value. */
function partsOf(value: unknown, way: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => {
    return [[...way, name], ...partsOf(each, [...way, name])];
  });
}

it("finds each part of a document where redocly finds it", () => {
  const value = {
    openapi: "3.1.0",
    "a/b~c": [[], {}, [{ a: [1, "x, ]}", null, { a: true }] }, "a"]],
    'quote " colon :': { 'in: "a", ': { a: { a: { b: {} } } }, a: "}" },
    a: { b: { a: [0, [1, [2]]] }, empty: [] },
  };
  for (const indent of [0, 2]) {
    const text = JSON.stringify(value, null, indent);
    for (const segments of partsOf(value)) {
      const source = new Source("/document.json", text);
      const { start } = getLineColLocation({
        ...{ source, pointer: pointerTo(segments), reportOnKey: true },
      });

      expect([segments, placeInJson(text, segments)]).toEqual([
        segments,
        `${start.line}:${start.col}`,
      ]);
    }
  }
});

it("finds every part of any value, and nothing that is not there", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (text) => {
      const value: unknown = JSON.parse(text);
      const parts = partsOf(value);
      for (const segments of parts) {
        expect([segments, placeInJson(text, segments) !== undefined]).toEqual([segments, true]);
        expect(placeInJson(text, [...segments, "no such member"])).toBeUndefined();
      }
    }),
    { numRuns: 100 },
  );
});
