import { describe, expect, it } from "vitest";

import { checkArguments } from "../../../src/engine/arguments.js";
import { ConfigurationError } from "../../../src/engine/errors.js";
import type { OperationEntry } from "../../../src/engine/operation-entry.js";
import { resolveOperation } from "../../../src/engine/operation.js";

const names = ["id", "force", "body"];

const check = (entry: OperationEntry, args: unknown) => {
  const operation = resolveOperation("updateFile", { query: ["force"], ...entry });
  const valueOf = checkArguments(operation, args);
  return Object.fromEntries(names.map((name) => [name, valueOf(name)]));
};

const put: OperationEntry = { route: "PUT /files/{id}" };

describe("checkArguments", () => {
  it.each<[entry: Partial<OperationEntry>, args: unknown, wanted: object]>([
    [{}, { id: "1", force: true, body: {} }, { id: "1", force: true, body: {} }],
    [{}, { body: null }, { body: null }],
    [{ body: "optional" }, { body: 0 }, { body: 0 }],
    [{ body: "optional" }, { body: undefined }, { body: undefined }],
    [{ body: "optional" }, undefined, {}],
    [{ body: "none" }, undefined, {}],
    [{ body: "none" }, { id: undefined }, { id: undefined }],
  ])("of %j accepts %j", (entry, args, wanted) => {
    expect(check({ ...put, ...entry }, args)).toEqual(wanted);
  });

  it("ignores inherited members", () => {
    const args = Object.assign(Object.create({ id: "1", force: true }) as object, { body: {} });

    expect(check(put, args)).toEqual({ body: {} });
  });

  it.each<[args: unknown, problem: string]>([
    [null, "the first argument must be an object with the arguments; got null"],
    [["1"], "the first argument must be an object with the arguments; got an array"],
    ["1", "the first argument must be an object with the arguments; got string"],
    [{ fil: 1, body: {} }, 'argument "fil" is unknown. Valid names: id, force, body'],
    [{ constructor: 1 }, 'argument "constructor" is unknown. Valid names: id, force, body'],
    [
      JSON.parse('{"__proto__":1}'),
      'argument "__proto__" is unknown. Valid names: id, force, body',
    ],
    [undefined, 'argument "body" is missing'],
    [{ id: "1" }, 'argument "body" is missing'],
    [{ body: undefined }, 'argument "body" is missing'],
    [Object.create({ body: {} }), 'argument "body" is missing'],
  ])("rejects %j: %s", (args, problem) => {
    expect(() => check(put, args)).toThrow(new ConfigurationError(`updateFile: ${problem}`));
  });

  it("rejects a body if the operation has none", () => {
    expect(() => check({ ...put, body: "none" }, { body: {} })).toThrow(
      new ConfigurationError('updateFile: argument "body" is unknown. Valid names: id, force'),
    );
  });
});
