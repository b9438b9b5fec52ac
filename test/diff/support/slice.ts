import { readFileSync } from "node:fs";
import { join } from "node:path";

import {
  isObject,
  memberOf,
  segmentsOf,
  specDocument,
  type JsonObject,
  type SpecDocument,
} from "../../../scripts/document/spec-document.js";
import { canonical } from "../../../scripts/diff/part.js";
import { listOperations, type Operation } from "../../../scripts/operations.js";
import { projectRoot } from "../../pipeline/support/run-script.js";

/**
 * Reduces two documents to the operations and components that differ, and everything they refer
 * to. The rest is equal in both, so that no program can notice it.
 */
export function sliceBoth(
  before: SpecDocument,
  after: SpecDocument,
): readonly [before: SpecDocument, after: SpecDocument] {
  const [old, now] = [resolvedOperations(before), resolvedOperations(after)];
  const routes = new Set(
    [...old.keys(), ...now.keys()].filter((route) => old.get(route) !== now.get(route)),
  );
  if (routes.size === 0) routes.add([...old.keys()].find((route) => now.has(route)) ?? "");
  for (const route of examplesNeed(before, routes)) routes.add(route);
  const components = new Set([
    ...differingComponents(before, after),
    ...[before, after].flatMap((spec) => [...referredComponents(spec, routes)]),
  ]);
  return [cut(before, routes, components), cut(after, routes, components)];
}

/** Prints each operation with resolved references and inherited parameters and security. */
function resolvedOperations(spec: SpecDocument): Map<string, string> {
  const schemes = memberOf(spec.document["components"], "securitySchemes");
  return new Map(
    listOperations(spec).operations.map(({ method, path, node, pathItem }) => [
      `${method} ${path}`,
      canonical([
        resolveAll(spec, node.value, []),
        resolveAll(spec, memberOf(pathItem.value, "parameters"), []),
        memberOf(node.value, "security") ?? spec.document["security"],
        schemes,
        referenceNames(spec, node.value),
      ]),
    ]),
  );
}

/** Lists the referenced schemas, because a schema with another name is another type. */
function referenceNames(spec: SpecDocument, value: unknown): string[] {
  const names = new Set<string>();
  collectReferences(spec, value, names);
  return [...names].sort();
}

/** Replaces every reference in a value by its target. */
export function resolveAll(
  spec: SpecDocument,
  value: unknown,
  holders: readonly string[],
): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => resolveAll(spec, item, holders));
  if (!isObject(value)) return value;
  const reference = value["$ref"];
  if (typeof reference !== "string") {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, resolveAll(spec, member, holders)]),
    );
  }
  if (holders.includes(reference)) return reference;
  return resolveAll(spec, segmentsOf(reference).reduce(memberOf, spec.document), [
    ...holders,
    reference,
  ]);
}

function collectReferences(spec: SpecDocument, value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collectReferences(spec, item, found);
  if (!isObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === "$ref" && typeof member === "string" && !found.has(member)) {
      found.add(member);
      collectReferences(spec, segmentsOf(member).reduce(memberOf, spec.document), found);
    } else collectReferences(spec, member, found);
  }
}

function referredComponents(spec: SpecDocument, routes: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  for (const { method, path, node, pathItem } of listOperations(spec).operations) {
    if (!routes.has(`${method} ${path}`)) continue;
    collectReferences(spec, node.value, found);
    collectReferences(spec, memberOf(pathItem.value, "parameters"), found);
  }
  return found;
}

function differingComponents(before: SpecDocument, after: SpecDocument): Set<string> {
  const found = new Set<string>();
  const sections = [before, after].map(({ document }) => document["components"]);
  const names = new Set(sections.flatMap((each) => (isObject(each) ? Object.keys(each) : [])));
  for (const section of names) {
    const [old, now] = sections.map((each) => memberOf(each, section));
    for (const name of new Set(
      [old, now].flatMap((each) => (isObject(each) ? Object.keys(each) : [])),
    )) {
      if (canonical(memberOf(old, name)) === canonical(memberOf(now, name))) continue;
      const reference = `#/components/${section}/${name}`;
      found.add(reference);
      for (const spec of [before, after]) collectReferences(spec, { $ref: reference }, found);
    }
  }
  return found;
}

function cut(
  spec: SpecDocument,
  routes: ReadonlySet<string>,
  components: ReadonlySet<string>,
): SpecDocument {
  const paths: Record<string, unknown> = {};
  for (const [path, item] of Object.entries(objectIn(spec.document, "paths"))) {
    if (!isObject(item)) continue;
    const kept = Object.entries(item).filter(
      ([name]) => name === "parameters" || routes.has(`${name.toUpperCase()} ${path}`),
    );
    if (kept.some(([name]) => name !== "parameters")) paths[path] = Object.fromEntries(kept);
  }
  const all = objectIn(spec.document, "components");
  const keptComponents = Object.fromEntries(
    Object.entries(all).map(([section, members]) => [
      section,
      section === "securitySchemes" || !isObject(members)
        ? members
        : Object.fromEntries(
            Object.entries(members).filter(([name]) =>
              components.has(`#/components/${section}/${name}`),
            ),
          ),
    ]),
  );
  return specDocument({ ...spec.document, paths, components: keptComponents });
}

function objectIn(document: JsonObject, name: string): JsonObject {
  const value = document[name];
  return isObject(value) ? value : {};
}

/** Reads the example of an operation, as a program next to a package's `src/`. */
export function exampleOf({ operationId }: Operation): string | undefined {
  try {
    const file = join(projectRoot, "spec", "examples", `${operationId ?? ""}.ts`);
    return readFileSync(file, "utf8").replaceAll('"datameta-client"', '"./src/index.js"');
  } catch {
    return undefined;
  }
}

/** Finds the other operations that the examples of some operations call. */
function examplesNeed(spec: SpecDocument, routes: ReadonlySet<string>): string[] {
  const { operations } = listOperations(spec);
  return operations
    .filter(({ method, path }) => routes.has(`${method} ${path}`))
    .flatMap((operation) => {
      const called = [...(exampleOf(operation) ?? "").matchAll(/\bdatameta\.(\w+)/g)].map(
        ([, name]) => name,
      );
      return operations
        .filter(({ methodName }) => called.includes(methodName))
        .map(({ method, path }) => `${method} ${path}`);
    });
}
