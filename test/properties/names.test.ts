import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { takesArguments } from "../../src/engine/operation.js";
import { forAll } from "./support/check.js";
import { argumentsOf, operations, withMember } from "./support/every-operation.js";
import { anyName } from "./support/examples.js";
import { Wire } from "./support/wire.js";

let wire: Wire;
beforeAll(async () => {
  wire = await Wire.open();
});
afterAll(() => wire[Symbol.asyncDispose]());

const callOptions = [
  ...["auth", "fetch", "headers", "maxResponseSize", "retry", "signal", "timeout", "validate"],
];
const clientOptions = [...callOptions, "baseUrl", "middleware"];

/** Generates unknown names, each with some value. */
const unknown = (known: readonly string[]) =>
  fc.tuple(
    anyName.filter((name) => !known.includes(name)),
    fc.oneof(fc.string(), fc.object(), fc.constantFrom(null, 1, true)),
  );

describe.each(operations)("$name", (operation) => {
  const { pathParameters, query, body } = operation;
  const known = [...pathParameters, ...query, ...(body === "none" ? [] : ["body"])];

  it("rejects an unknown argument or option by name", () =>
    forAll(fc.tuple(unknown(known), unknown(callOptions)), async ([argument, option]) => {
      const args = argumentsOf(operation);
      const byArgument = await wire.refusalOf(() =>
        wire.call(operation, withMember(args, ...argument)),
      );
      const byOption = await wire.refusalOf(() =>
        wire.call(operation, args, withMember({}, ...option)),
      );

      // If an operation has no arguments, the options are the first parameter.
      const kind = takesArguments(operation) ? "argument" : "option";
      expect(byArgument.message).toContain(
        `${operation.name}: ${kind} "${argument[0]}" is unknown`,
      );
      expect(byOption.message).toContain(`${operation.name}: option "${option[0]}" is unknown`);
    }));
});

describe("names that no option has", () => {
  const [operation] = operations;

  it.each([
    ["the client", clientOptions, "option", (member: object) => member],
    [
      "auth",
      ["bearer", "cookie", "expires", "session"],
      "auth option",
      (member: object) => ({ auth: member }),
    ],
    [
      "retry",
      ["limit", "methods", "maxDelay"],
      "retry option",
      (member: object) => ({ retry: member }),
    ],
  ] as const)("are rejected by name in %s", (_, known, what, optionsOf) =>
    forAll(unknown(known), async ([name, value]) => {
      const options = optionsOf(withMember({}, name, value));
      const refusal = await wire.refusalOf(
        async () => operation && wire.call(operation, {}, {}, options),
      );

      expect(refusal.message).toContain(`createClient: ${what} "${name}" is unknown`);
    }),
  );
});
