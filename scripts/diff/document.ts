import { isObject, memberOf, pointerTo, type SpecDocument } from "../document/spec-document.js";
import { readSecuritySchemes } from "../operations/security.js";
import { KeywordComparer } from "./checks.js";
import { classOf, type Direction, type Findings } from "./findings.js";
import type { Compiled, Generated } from "./generated.js";
import { OperationComparer, routeOf, type Side } from "./operations.js";
import { canonical, clipped, isSame, partAt, partsIn, step, type Part } from "./part.js";
import { TypeComparer } from "./types.js";
import { Uses } from "./uses.js";

/** The code generated from two documents, and the differences found so far. */
export interface Comparison extends Compiled {
  readonly before: Generated;
  readonly after: Generated;
  readonly findings: Findings;
  readonly everyMediaType: boolean;
}

/** Compares the code generated from two documents. */
export function compareGenerated(comparison: Comparison): void {
  compareComponents(comparison);
  compareOperations(comparison);
  compareWebhooks(comparison);
  compareServers(comparison);
  compareNames(comparison, ["components", "securitySchemes"], (name, before, after) => {
    const { findings } = comparison;
    const [from, to] = [before, after].map((part) => readSecuritySchemes(part.spec).get(name));
    if (canonical(from) === canonical(to)) return;
    const values = { from: clipped(from), to: clipped(to) };
    findings.add({ kind: "sent", direction: "request", before, after, ...values });
  });
}

/** Compares each changed component once, for all operations that send or receive it. */
function compareComponents(comparison: Comparison): void {
  const { findings, checker, exported, before, after } = comparison;
  const uses = usesOf(comparison);
  // The components of these sections have named types.
  for (const section of ["schemas", "responses", "parameters", "requestBodies", "headers"]) {
    compareNames(comparison, ["components", section], (name, ...written) => {
      const use = uses.of(written[0].own);
      const [from, to] = [before.names.get(name), after.names.get(name)];
      if (section === "schemas" && from !== to) {
        const [old, now] = written;
        const values = { from: from ?? "", to: to ?? "" };
        findings.add({
          kind: "renamed",
          direction: "response",
          before: old,
          after: now,
          ...values,
        });
      }
      // Components other than schemas are compared as part of the methods that use them.
      if (isSame(...written) || (section !== "schemas" && use.methods.size > 0)) return;
      const [old, now] = written.map((part) => ({ ...part, pointer: use.pointer }));
      findings.setMethods(use.methods);
      for (const direction of use.directions) {
        const types = new TypeComparer(checker, findings);
        const members = (["before", "after"] as const).map((side, index) => {
          const part = [old, now][index] ?? written[index];
          return (
            part && types.member(types.at(exported(side, "components"), part, section), name, part)
          );
        });
        if (members[0] && members[1]) types.pair(members[0], members[1], direction, name);
        if (old && now) new KeywordComparer(findings).compare([old], [now], direction);
      }
      findings.setMethods([]);
    });
  }
}

function usesOf({ before, after }: Comparison): Uses {
  const uses = new Uses();
  for (const { spec, operations } of [before, after]) {
    const note = (
      holder: Part,
      names: readonly string[],
      direction: Direction,
      method?: string,
    ): void => {
      for (const name of names) {
        const { value, pointer } = step(holder, name);
        uses.note(spec, value, pointer, direction, method);
      }
    };
    for (const { methodName, node, pathItem } of operations) {
      const [own, item] = [node, pathItem].map(({ pointer }) => partAt(spec, pointer));
      if (own === undefined || item === undefined) continue;
      note(item, ["parameters"], "request", methodName);
      note(own, ["parameters", "requestBody"], "request", methodName);
      note(own, ["responses"], "response", methodName);
    }
    // The server calls a webhook, so programs receive its request and send its response.
    for (const [, webhook] of partsIn(partAt(spec, "#/webhooks"))) {
      for (const [, own] of partsIn(webhook)) {
        note(own, ["requestBody"], "response");
        note(own, ["responses"], "request");
      }
    }
  }
  return uses;
}

function compareOperations(comparison: Comparison): void {
  const { before, after, findings } = comparison;
  const sideOf = (side: "before" | "after", operation: Side["operation"]): Side => {
    const part = partAt(comparison[side].spec, operation.node.pointer);
    const types = new TypeComparer(comparison.checker, findings);
    const all = comparison.exported(side, "operations");
    return { operation, part, type: types.at(all, part, operation.operationId ?? "") };
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
    const comparer = new OperationComparer(comparison.checker, findings, comparison.everyMediaType);
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

function compareWebhooks(comparison: Comparison): void {
  const { findings, checker, exported } = comparison;
  compareNames(comparison, ["webhooks"], (name) =>
    compareNames(comparison, ["webhooks", name], (method, old, now) => {
      const types = new TypeComparer(checker, findings);
      for (const place of ["requestBody", "responses"]) {
        const direction = place === "requestBody" ? "response" : "request";
        const [one, other] = (["before", "after"] as const).map((side) => {
          const part = step(side === "before" ? old : now, place);
          return types.member(
            types.at(exported(side, "webhooks"), part, name, method),
            place,
            part,
          );
        });
        if (one && other) types.pair(one, other, direction, place);
        const schemas = [old, now].map((part) => schemasIn(step(part, place)));
        for (const [path, schema] of schemas[0] ?? []) {
          const next = schemas[1]?.get(path);
          if (next) new KeywordComparer(findings).compare([schema], [next], direction);
        }
      }
    }),
  );
}

/** Returns the schemas of bodies by their path below a request body or below responses. */
function schemasIn(part: Part, path = ""): Map<string, Part> {
  return new Map(
    partsIn(part).flatMap(([name, each]) =>
      name === "schema" ? [[path, each] as const] : [...schemasIn(each, `${path}/${name}`)],
    ),
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
