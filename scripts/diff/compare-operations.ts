import type { Operation } from "../operations.js";
import { answersOf, argumentsOf, mediaType, type Answer } from "./call-types.js";
import { compareSecurity } from "./compare-security.js";
import { sideOf, type Comparison, type Side } from "./comparison.js";
import { classOf, type Direction, type Finding, type Kind } from "./findings.js";
import { canonical, clipped, partsIn, step, type Part } from "./part.js";

/** Compares the methods of two clients: what each takes, sends and gives. */
export function compareOperations(comparison: Comparison): void {
  const { before, after, findings } = comparison;
  const names = new Set(before.operations.map(({ methodName }) => methodName));
  const left = new Set(after.operations);
  for (const operation of before.operations) {
    const { methodName } = operation;
    const key = `operation ${methodName}`;
    const next =
      after.operations.find((each) => each.methodName === methodName) ??
      after.operations.find(
        (each) => routeOf(each) === routeOf(operation) && !names.has(each.methodName),
      );
    const old = sideOf(before, operation, comparison);
    if (next === undefined) {
      const gone = { before: old.part, from: methodName };
      findings.visit(key, () => findings.add({ kind: "removed", direction: "response", ...gone }));
      continue;
    }
    left.delete(next);
    const now = sideOf(after, next, comparison);
    findings.visit(key, () => compareOperation(old, now, comparison));
    const isBroken = findings.within(key).some((found) => classOf(found) === "major");
    if (!isBroken) findings.visit(`doubt ${methodName}`, () => doubt(old, now, comparison));
  }
  for (const operation of left) {
    const found = { after: sideOf(after, operation, comparison).part, to: operation.methodName };
    findings.visit(`operation ${operation.methodName}`, () =>
      findings.add({ kind: "added", direction: "response", ...found }),
    );
  }
}

/** The names of path parameters are not part of the request. */
function routeOf({ method, path }: Operation): string {
  return `${method} ${path.replaceAll(/\{[^}]*\}/g, "{}")}`;
}

function compareOperation(old: Side, now: Side, comparison: Comparison): void {
  const [one, other] = [old.operation, now.operation];
  const sides = { before: old.part, after: now.part };
  const report = (kind: Kind, about: string, from: unknown, to: unknown): void => {
    if (canonical(from) === canonical(to)) return;
    const values = { from: clipped(from), to: clipped(to) };
    comparison.findings.add({ kind, direction: "request", about, ...sides, ...values });
  };
  report("renamed", "method", one.methodName, other.methodName);
  report("renamed", "operationId", one.operationId, other.operationId);
  report("sent", "route", routeOf(one), routeOf(other));
  report("sent", "header Accept", acceptOf(one), acceptOf(other));
  report("sent", "operation", restOf(one), restOf(other));
  if (other.deprecated) report("deprecated", "", one.deprecated, true);
  compareSecurity(old, now, comparison);
  compareArguments(old, now, comparison);
  compareAnswers(old, now, comparison);
}

function acceptOf({ accept = "application/json" }: Operation): string {
  return [...new Set(accept.split(",").map(mediaType))].join(", ");
}

/** What other comparisons look at, or what sends nothing. */
const compared = new Set<string>([
  ...["methodName", "operationId", "hasMadeId", "method", "path", "summary", "description"],
  ...["deprecated", "parameters", "success", "errors", "security", "alternatives", "accept"],
  ...["since", "node", "pathItem", "body", "contentType"],
]);

/** What else the table has: nobody knows what a difference there does, so it is a break. */
function restOf(operation: Operation): unknown {
  return Object.fromEntries(Object.entries(operation).filter(([name]) => !compared.has(name)));
}

function compareArguments(old: Side, now: Side, comparison: Comparison): void {
  const { findings, types, schemas } = comparison;
  const direction = "request";
  const [before, after] = [argumentsOf(old, comparison), argumentsOf(now, comparison)];
  const nameBySent = new Map(Array.from(after, ([name, { sent }]) => [canonical(sent), name]));
  for (const [name, one] of [...before]) {
    const next = after.has(name) ? name : (nameBySent.get(canonical(one.sent)) ?? "");
    const other = after.get(next);
    if (other === undefined) continue;
    const parts = { direction, before: one.part, after: other.part } as const;
    const report = (kind: Kind, from?: string, to?: string): void =>
      findings.add({ ...parts, kind, from, to });
    if (next !== name) {
      report("renamed", name, next);
      before.delete(name);
      before.set(next, one);
    } else if (canonical(one.sent) !== canonical(other.sent)) {
      report("sent", clipped(one.sent), clipped(other.sent));
    }
    if (isDeprecated(other.holder) && !isDeprecated(one.holder)) report("deprecated");
    if (name === "body") compareMediaTypes(one.holder, other.holder, comparison);
    schemas.push({ method: old.operation.methodName, ...parts });
  }
  types.members(before, after, { before: old.part, after: now.part, direction });
}

function isDeprecated(part: Part): boolean {
  return step(part, "deprecated").value === true;
}

/** Reports media types that the client neither sends nor reads, where the types do not show them. */
function compareMediaTypes(before: Part, after: Part, comparison: Comparison): void {
  const [from, to] = [before, after].map((part) =>
    partsIn(step(part, "content"))
      .map(([name]) => mediaType(name))
      .sort()
      .join(", "),
  );
  if (from === to || from === "" || to === "" || comparison.everyMediaType) return;
  const found = { kind: "media-types", direction: "request", about: "content" } as const;
  comparison.findings.add({ ...found, before, after, from, to });
}

function compareAnswers(old: Side, now: Side, comparison: Comparison): void {
  const { findings, types, schemas } = comparison;
  const direction = "response";
  const { methodName: method } = old.operation;
  const [before, after] = [answersOf(old, comparison), answersOf(now, comparison)];
  const left = new Set(after.keys());
  for (const [status, one] of before) {
    const next = after.has(status) ? status : rangeOf(status, one, before, after);
    const other = after.get(next);
    left.delete(next);
    if (other === undefined) {
      const kind = isKept(one, [...after.values()], comparison) ? "not-null" : "narrowed";
      const parts = { before: one.holder, after: step(now.part, "responses") };
      findings.add({ kind, direction, about: `status ${status}`, ...parts, from: status });
      continue;
    }
    const parts = { before: one.schema, after: other.schema, direction } as const;
    const holders = { before: one.holder, after: other.holder, direction } as const;
    if (next !== status) {
      findings.add({ kind: "opened", ...holders, about: "status", from: status, to: next });
    }
    if (one.kind === other.kind) types.types(one.types, other.types, parts);
    else findings.add({ kind: "changed", ...parts, from: one.kind, to: other.kind });
    const isSameAccept = acceptOf(old.operation) === acceptOf(now.operation);
    if (one.kind === "error" || isSameAccept)
      compareMediaTypes(one.holder, other.holder, comparison);
    types.members(one.headers, other.headers, holders);
    for (const [name, { part }] of one.headers) {
      const header = other.headers.get(name)?.part;
      if (header === undefined) continue;
      const pair = { before: part, after: header, direction } as const;
      if (isDeprecated(header) && !isDeprecated(part))
        findings.add({ kind: "deprecated", ...pair });
      schemas.push({
        method,
        ...pair,
        before: step(part, "schema"),
        after: step(header, "schema"),
      });
    }
    schemas.push({ method, ...parts });
  }
  for (const status of left) {
    const parts = { before: step(old.part, "responses"), after: after.get(status)?.holder };
    findings.add({ kind: "widened", direction, about: "status", ...parts, to: status });
  }
}

/** The status by which a success that is gone is documented now: as a range, or out of one. */
function rangeOf(
  status: string,
  { kind }: Answer,
  before: ReadonlyMap<string, Answer>,
  after: ReadonlyMap<string, Answer>,
): string {
  const isRange = (name: string): boolean => /^\dXX$/i.test(name);
  const found = [...after.keys()].find(
    (name) =>
      !before.has(name) && name.startsWith(status.slice(0, 1)) && isRange(name) !== isRange(status),
  );
  return kind === "error" ? "" : (found ?? "");
}

/** Whether the data of a success that is gone still comes with another. */
function isKept(gone: Answer, left: readonly Answer[], { types }: Comparison): boolean {
  const successes = left.filter(({ kind }) => kind !== "error");
  if (gone.kind === "error" || successes.length === 0) return false;
  const given = successes.flatMap((each) => each.types);
  return gone.kind === "empty" || types.isAssignable(gone.types, given);
}

/** What the checker refuses is a break, though the walk has not found where. */
function doubt(old: Side, now: Side, comparison: Comparison): void {
  const { findings, types } = comparison;
  const refuse = (direction: Direction, before: Part, after: Part): void =>
    findings.add({ kind: "changed", direction, before, after } satisfies Finding);
  const taken = argumentsOf(now, comparison);
  for (const [name, one] of argumentsOf(old, comparison)) {
    const other = taken.get(name);
    const isTaken = other === undefined || types.isAssignable(one.types, other.types);
    if (!isTaken) refuse("request", one.part, other.part);
  }
  const given = answersOf(now, comparison);
  for (const [status, one] of answersOf(old, comparison)) {
    const other = given.get(status);
    const isUsable = other === undefined || types.isAssignable(other.types, one.types);
    if (!isUsable) refuse("response", one.schema, other.schema);
  }
}
