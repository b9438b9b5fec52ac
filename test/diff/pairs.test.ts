import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { listChanges, worstClass, type Change } from "../../scripts/diff/changes.js";
import { isObject, specDocument, type JsonObject } from "../../scripts/document/spec-document.js";

/**
 * Pairs of documents with the expected class, which a strict program has shown: it was compiled and
 * run with the clients of both documents. Each pair consists of two patches. The first one is
 * applied to a common document, the second one to the result.
 */
interface Pairs {
  readonly document: JsonObject;
  readonly pairs: readonly {
    readonly name: string;
    readonly expected: string;
    readonly before: unknown;
    readonly after: unknown;
  }[];
}

const file = new URL("fixtures/pairs.json", import.meta.url);
// Safe: the file is part of the tests and has this shape.
const { document, pairs } = JSON.parse(readFileSync(file, "utf8")) as Pairs;

/** Pairs that the client treats differently than when the classes were written. */
const changed: Readonly<Record<string, { readonly class: string; readonly reason: string }>> = {
  "operation servers added (client ignores)": {
    class: "major",
    reason: "The client sends an operation to the operation's own server.",
  },
  "req: default added (component, optional)": {
    class: "minor",
    reason: "A member with a default stays optional, so every program still compiles.",
  },
  "response: xml removed beside json": {
    class: "major",
    reason: "The data was a union with the text of the XML, and programs narrow it.",
  },
};

/** Applies a merge patch. `null` removes a member, and `$replace` replaces an object, with its order. */
function patched(value: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  if ("$replace" in patch) return patch["$replace"];
  const result: Record<string, unknown> = { ...(isObject(value) && value) };
  for (const [name, member] of Object.entries(patch)) {
    if (member === null) Reflect.deleteProperty(result, name);
    else result[name] = patched(result[name], member);
  }
  return result;
}

function changesOf({ before, after }: Pairs["pairs"][number]): Change[] {
  const old = patched(document, before);
  const now = patched(old, after);
  if (!isObject(old) || !isObject(now)) throw new Error("a patched document is not an object");
  return listChanges(specDocument(old), specDocument(now));
}

describe("a change of a document", () => {
  const current = pairs.map((pair) => ({
    ...pair,
    expected: changed[pair.name]?.class ?? pair.expected,
  }));

  it.each(current)("is $expected: $name", (pair) => {
    const changes = changesOf(pair);

    expect(worstClass(changes), JSON.stringify(changes, null, 2)).toBe(pair.expected);
  });

  it("is tested with 125 pairs in three classes", () => {
    expect(pairs.length).toBe(125);
    expect(pairs.filter(({ name }) => name in changed)).toHaveLength(Object.keys(changed).length);
    expect(new Set(pairs.map(({ expected }) => expected)).size).toBe(3);
  });
});
