import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import equal from "ajv/dist/runtime/equal.js";
import ucs2length from "ajv/dist/runtime/ucs2length.js";
import { expect, it } from "vitest";

import {
  defaultOf,
  printValidators,
  sourceText,
} from "../../scripts/validators/print-validators.js";

const person = {
  type: "object",
  properties: { home: { $ref: "house" }, mother: { $ref: "#" }, name: { minLength: 1 } },
  unevaluatedProperties: false,
};
const house = { type: "array", items: { $ref: "person" }, uniqueItems: true };
const names = new Map([
  ["person", "validatePerson"],
  ["house", "validateHouse"],
  ["street", "validateStreet"],
]);

function createAjv(): Ajv2020 {
  const code = { source: true, esm: true };
  const ajv = new Ajv2020({ strict: false, allErrors: true, inlineRefs: false, code });
  // The first two call each other, so one needs a wrapper. The third calls a printed one.
  ajv.addSchema(person, "person");
  ajv.addSchema(house, "house");
  ajv.addSchema({ items: { $ref: "house" }, contains: { $dynamicRef: "#" } }, "street");
  return ajv;
}

it("prints validators like ajv, but with helper functions instead of `require`", () => {
  const exported = Object.fromEntries(Array.from(names, ([id, name]) => [name, id]));
  const print = "default" in standalone ? standalone.default : standalone;
  const wanted = print(createAjv(), exported)
    .replace('"use strict";', "")
    .replaceAll("export const ", "const ")
    .replace(
      'require("ajv/dist/runtime/ucs2length").default',
      sourceText(defaultOf<object>(ucs2length)),
    )
    .replace('require("ajv/dist/runtime/equal").default', sourceText(defaultOf<object>(equal)));

  const printed = printValidators(createAjv(), names);

  expect(printed).toContain(".validate(");
  expect(printed).toContain(".evaluated = ");
  expect(withoutSpace(printed)).toBe(withoutSpace(wanted));
});

it("reports the option that ajv needs", () => {
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema(person, "person");
  ajv.addSchema(house, "house");

  expect(() => printValidators(ajv, names)).toThrow("code.source");
});

function withoutSpace(code: string): string {
  return code.replaceAll(/\s+/g, "");
}
