import {
  isObject,
  memberOf,
  pointerTo,
  rootNode,
  segmentsOf,
  type SpecDocument,
} from "../document/spec-document.js";
import { readSecuritySchemes } from "../operations/security.js";
import { readServers } from "../operations/servers.js";
import { classOf, type Direction } from "./findings.js";
import type { Compiled, Generated } from "./generated.js";
import { OperationComparer, routeOf, type Side } from "./operations.js";
import { both, canonical, clipped, follow, partAt, partsIn, step, type Part } from "./part.js";
import { reachedFrom } from "./references.js";
import { SchemaComparer, type Context, type Member } from "./schemas.js";

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
    const [from, to] = both([old, now], ({ spec }) => readSecuritySchemes(spec).get(name));
    if (canonical(from) === canonical(to)) return;
    const values = { from: clipped(from), to: clipped(to) };
    findings.add({ kind: "sent", direction: "request", before: old, after: now, ...values });
  });
  const used = both([before.spec, after.spec], (spec) =>
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
function compareSchemas(
  { exported, ...context }: Comparison,
  old: Part,
  now: Part,
  direction: Direction,
): void {
  const comparer = new SchemaComparer(context);
  const membersIn = (part: Part, side: "before" | "after"): Map<string, Member> =>
    new Map(
      schemasIn(part).map(([path, schema]) => {
        const [, section = "", name = ""] = segmentsOf(follow(schema).own);
        const type = context.types.at(exported(side, "components"), section, name);
        return [path, { part: schema, types: type && [type], optional: false }];
      }),
    );
  const [before, after] = [membersIn(old, "before"), membersIn(now, "after")];
  for (const [one, other] of comparer.members(before, after, direction))
    comparer.compare(one, other, direction, false);
}

/** Returns the schemas in a part with their paths: the part itself, or those in bodies below it. */
function schemasIn(part: Part, path = ""): [path: string, schema: Part][] {
  if (part.own.startsWith("#/components/schemas/")) return [[path, part]];
  return partsIn(part).flatMap(([name, each]) =>
    name === "schema" ? [[path, each]] : schemasIn(each, `${path}/${name}`),
  );
}

function compareServers({ before, after, findings }: Comparison): void {
  const [old, now] = both([before.spec, after.spec], (spec) => readServers(rootNode(spec)));
  const report = (
    kind: "removed" | "added",
    { spec }: Generated,
    urls: readonly string[],
    others: readonly string[],
  ): void => {
    for (const [index, url] of urls.entries()) {
      const part = partAt(spec, `#/servers/${index}`);
      const sides = kind === "added" ? { after: part, to: url } : { before: part, from: url };
      if (!others.includes(url)) findings.add({ kind, direction: "request", ...sides });
    }
  };
  report("removed", before, old, now);
  report("added", after, now, old);
}

/** Reports the names that only one document has below a path, and compares the common ones. */
function compareNames(
  { before, after, findings }: Comparison,
  path: readonly string[],
  compare: (name: string, old: Part, now: Part) => void,
): void {
  const [old, now] = both(
    [before, after],
    ({ spec }) => new Map(partsIn(partAt(spec, pointerTo(path)))),
  );
  for (const [name, part] of old) {
    const next = now.get(name);
    if (next !== undefined) compare(name, part, next);
    else findings.add({ kind: "removed", direction: "response", before: part, from: name });
  }
  for (const [name, part] of now)
    if (!old.has(name))
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
