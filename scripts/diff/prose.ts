import {
  isObject,
  pointerTo,
  type JsonObject,
  type SpecDocument,
} from "../document/spec-document.js";
import { canonical, differ, isSame, type Comparison } from "./difference.js";

/** Members that say something to people, and nothing to the client. */
const prose = new Set([
  ...["title", "description", "summary", "example", "examples", "externalDocs", "tags", "info"],
  ...["$comment", "xml", "jsonSchemaDialect"],
]);

/** Whether a keyword changes neither types nor calls. `x-method-name` names a method. */
export function isProse(keyword: string): boolean {
  return prose.has(keyword) || (keyword.startsWith("x-") && keyword !== "x-method-name");
}

/** Members whose own members are called as their author likes. */
const nameMaps = new Set([
  ...["paths", "schemas", "responses", "parameters", "requestBodies", "headers", "securitySchemes"],
  ...["content", "properties", "patternProperties", "$defs", "links", "callbacks", "webhooks"],
  ...["dependentSchemas", "encoding", "pathItems", "variables", "mapping", "scopes"],
]);

/** Compares the words of two documents, in the parts that both have. */
export function compareProse(
  before: SpecDocument,
  after: SpecDocument,
  comparison: Comparison,
): void {
  const node = (spec: SpecDocument, segments: readonly string[], value: unknown) => ({
    ...{ spec, pointer: pointerTo(segments), value },
  });

  const visit = (old: unknown, now: unknown, at: readonly string[], isNameMap: boolean): void => {
    if (Array.isArray(old) && Array.isArray(now)) {
      for (const [one, other, index] of pairs(old, now)) visit(one, other, [...at, index], false);
      return;
    }
    if (!isObject(old) || !isObject(now)) return;
    for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
      const [one, other] = [old[name], now[name]];
      const place = [...at, name];
      if (!isNameMap && isProse(name)) {
        if (isSame(one, other)) continue;
        const nodes = [node(before, place, one), node(after, place, other)] as const;
        differ(comparison, "text-changed", `\`${name}\``, ...nodes);
      } else visit(one, other, place, !isNameMap && nameMaps.has(name));
    }
  };
  visit(before.document, after.document, [], false);
}

/** The elements of two arrays that belong together: by their names, else by their places. */
function pairs(
  before: readonly unknown[],
  after: readonly unknown[],
): [before: unknown, after: unknown, index: string][] {
  return after.flatMap((other, index) => {
    const name = nameOf(other);
    const one = name === undefined ? before[index] : before.find((each) => nameOf(each) === name);
    return one === undefined ? [] : [[one, other, String(index)] as [unknown, unknown, string]];
  });
}

function nameOf(element: unknown): string | undefined {
  if (!isObject(element)) return undefined;
  const { $ref, name, in: place, url }: JsonObject = element;
  return [$ref, name, url].some((each) => each !== undefined)
    ? canonical([$ref, name, place, url])
    : undefined;
}
