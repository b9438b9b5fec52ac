import { isObject, memberOf, pointerTo, type SpecDocument } from "../document/spec-document.js";
import { readSecuritySchemes } from "../operations/security.js";
import { classOf, type Direction } from "./findings.js";
import type { Compiled, Generated } from "./generated.js";
import { OperationComparer, routeOf, type Side } from "./operations.js";
import { canonical, clipped, follow, partAt, partsIn, step, type Part } from "./part.js";
import { reachedFrom } from "./references.js";
import { SchemaComparer, type Context } from "./schemas.js";

/** The code generated from two documents, and the differences found so far. */
export interface Comparison extends Context, Pick<Compiled, "exported"> {
  readonly before: Generated;
  readonly after: Generated;
}

/** Compares the code generated from two documents. */
export function compareGenerated(comparison: Comparison): void {
  const { findings, before, after } = comparison;
  compareOperations(comparison);
  compareWebhooks(comparison);
  compareServers(comparison);
  compareNames(comparison, ["components", "securitySchemes"], (name, old, now) => {
    const [from, to] = [old, now].map((part) => readSecuritySchemes(part.spec).get(name));
    if (canonical(from) === canonical(to)) return;
    const values = { from: clipped(from), to: clipped(to) };
    findings.add({ kind: "sent", direction: "request", before: old, after: now, ...values });
  });
  const used = [before, after].map(({ spec }) =>
    reachedFrom(spec, [spec.document["paths"], spec.document["webhooks"]]),
  );
  // The components of these sections have named types. The others are compared where they are used.
  for (const section of ["schemas", "responses", "parameters", "requestBodies", "headers"]) {
    compareNames(comparison, ["components", section], (name, old, now) => {
      const [from, to] = [before.names.get(name), after.names.get(name)];
      if (section === "schemas" && from !== to)
        findings.add({ kind: "renamed", direction: "response", before: old, after: now, from, to });
      if (comparison.isUnchanged(old, now) || used.some((all) => all.has(old.own))) return;
      for (const direction of ["request", "response"] as const)
        compareSchemas(comparison, old, now, direction);
    });
  }
}

function compareOperations(comparison: Comparison): void {
  const { before, after, findings, types } = comparison;
  const sideOf = (side: "before" | "after", operation: Side["operation"]): Side => {
    const part = partAt(comparison[side].spec, operation.node.pointer);
    const all = comparison.exported(side, "operations");
    return { operation, part, type: types.at(all, operation.operationId ?? "") };
  };
  const names = new Set(before.operations.map(({ methodName }) => methodName));
  const left = new Set(after.operations);
  for (const operation of before.operations) {
    const next =
      after.operations.find(({ methodName }) => methodName === operation.methodName) ??
      after.operations.find(
        (each) => routeOf(each) === routeOf(operation) && !names.has(each.methodName),
      );
    const old = sideOf("before", operation);
    findings.setMethods([operation.methodName]);
    if (next === undefined) {
      const gone = { before: old.part, from: operation.methodName };
      findings.add({ kind: "removed", direction: "response", ...gone });
      continue;
    }
    left.delete(next);
    const now = sideOf("after", next);
    const comparer = new OperationComparer(comparison);
    comparer.compare(old, now);
    const isBroken = [...findings.causes.values()].some(
      ({ found, methods }) =>
        methods.has(operation.methodName) && found.some((each) => classOf(each) === "major"),
    );
    if (!isBroken) comparer.reportUnassignable(old, now);
  }
  for (const operation of left) {
    findings.setMethods([operation.methodName]);
    const found = { after: sideOf("after", operation).part, to: operation.methodName };
    findings.add({ kind: "added", direction: "response", ...found });
  }
  findings.setMethods([]);
}

/** Compares webhooks. The server calls them, so programs receive their requests. */
function compareWebhooks(comparison: Comparison): void {
  compareNames(comparison, ["webhooks"], (name) => {
    compareNames(comparison, ["webhooks", name], (_, old, now) => {
      for (const [place, direction] of [
        ["requestBody", "response"],
        ["responses", "request"],
      ] as const)
        compareSchemas(comparison, step(old, place), step(now, place), direction);
    });
  });
}

/** Compares the schemas in two parts by their paths. */
function compareSchemas(comparison: Comparison, old: Part, now: Part, direction: Direction): void {
  const comparer = new SchemaComparer(comparison);
  const [before, after] = (["before", "after"] as const).map((side) => {
    const schemas = comparison.types.at(comparison.exported(side, "components"), "schemas");
    return new Map(
      schemasIn(side === "before" ? old : now).map(([path, part]) => {
        const name = /^#\/components\/schemas\/([^/]+)$/.exec(follow(part).own)?.[1];
        const type = name === undefined ? undefined : comparison.types.at(schemas, name);
        return [path, { parts: [part], types: type && [type], optional: false }];
      }),
    );
  });
  const pairs = comparer.members(before ?? new Map(), after ?? new Map(), direction);
  for (const [one, other] of pairs) comparer.compare(one, other, direction, false);
}

/** Returns the schemas in a part with their paths: the part itself, or those in bodies below it. */
function schemasIn(part: Part, path = ""): [path: string, schema: Part][] {
  if (part.own.startsWith("#/components/schemas/")) return [[path, part]];
  return partsIn(part).flatMap(([name, each]) =>
    name === "schema" ? [[path, each]] : schemasIn(each, `${path}/${name}`),
  );
}

/** Compares the servers by URL and defaults of variables. */
function compareServers({ before, after, findings }: Comparison): void {
  const [old = [], now = []] = [before, after].map(({ spec }) =>
    partsIn(partAt(spec, "#/servers")).map(([, part]) => {
      const url = String(step(part, "url").value);
      const presets = partsIn(step(part, "variables")).map(
        ([, each]) => step(each, "default").value,
      );
      return { part, url, id: canonical([url, presets]) };
    }),
  );
  const only = (some: typeof old, all: typeof old) =>
    some.filter(({ id }) => !all.some((each) => each.id === id));
  for (const { part, url } of only(old, now))
    findings.add({ kind: "removed", direction: "request", before: part, from: url });
  for (const { part, url } of only(now, old))
    findings.add({ kind: "added", direction: "request", after: part, to: url });
}

/** Reports the names that only one document has below a path, and compares the common ones. */
function compareNames(
  { before, after, findings }: Comparison,
  path: readonly string[],
  compare: (name: string, old: Part, now: Part) => void,
): void {
  const [old, now] = [before, after].map(({ spec }) => partAt(spec, pointerTo(path)));
  const [one, other] = [old, now].map((part) => new Map(part && partsIn(part)));
  for (const [name, part] of one ?? []) {
    const next = other?.get(name);
    if (next !== undefined) compare(name, part, next);
    else findings.add({ kind: "removed", direction: "response", before: part, from: name });
  }
  for (const [name, part] of other ?? [])
    if (!one?.has(name))
      findings.add({ kind: "added", direction: "response", after: part, to: name });
}

/** Reports the remaining differences, which have no effect on programs. */
export function compareRest(
  before: SpecDocument,
  after: SpecDocument,
  { findings }: Comparison,
): void {
  const visit = (old: unknown, now: unknown, at: readonly string[]): void => {
    const own = pointerTo(at);
    if (findings.at(own).length > 0) return;
    const names = [old, now].flatMap((each) => Object.keys(isObject(each) ? each : {}));
    const differing = [...new Set(names)].filter(
      (name) => JSON.stringify(memberOf(old, name)) !== JSON.stringify(memberOf(now, name)),
    );
    // Each operation and each component has an entry, at the one place that differs in it.
    const isHolder = at.length < (/^(paths|components|webhooks)$/.test(at[0] ?? "paths") ? 3 : 1);
    const isWhole = differing.length === 0 || (differing.length > 1 && !isHolder);
    for (const name of isWhole ? [] : differing)
      visit(memberOf(old, name), memberOf(now, name), [...at, name]);
    if (!isWhole || findings.isWithin(own)) return;
    const about = at.at(-1) ?? "order";
    const parts = { before: partAt(before, own), after: partAt(after, own) };
    findings.add({ kind: "words", direction: "request", ...parts, about });
  };
  visit(before.document, after.document, []);
}
