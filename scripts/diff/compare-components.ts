import { readSecuritySchemes } from "../operations/security.js";
import { reachedFrom } from "./affected.js";
import { contentOf } from "./call-types.js";
import type { Comparison, Version } from "./comparison.js";
import { TypeJudge } from "./compare-types.js";
import type { Compiled } from "./generated.js";
import { canonical, clipped, isThere, partsIn, step, type Part } from "./part.js";

/** The components that have a type by their names. */
const typed = ["schemas", "responses", "parameters", "requestBodies", "headers"];

/** Compares what stands beside the methods: types by their names, webhooks and servers. */
export function compareComponents(comparison: Comparison, { checker }: Compiled): void {
  const { before, after, findings } = comparison;
  const used = [before, after].map(
    ({
      root: {
        spec: { document },
      },
    }) => reachedFrom(document, document["paths"], document["webhooks"]),
  );
  const isUsed = (own: string): boolean =>
    used.every((names) => names.has(own.replace("#/components/", "")));
  const judge = new TypeJudge(checker, findings, isUsed, "unused ");

  for (const section of typed) {
    compareNames(comparison, ["components", section], (name, old, now) => {
      if (isUsed(old.own)) return;
      const [one, other] = [before, after].map((version, index) => {
        const type = judge.at(version.exported("components"), section);
        return judge.member(type, name, index === 0 ? old : now);
      });
      if (one === undefined || other === undefined) return;
      for (const direction of ["request", "response"] as const)
        judge.pair(one, other, direction, name);
    });
  }
  const [aliases, others] = [before, after].map(
    ({ types }) =>
      new Map(
        Array.from(
          types.matchAll(/^export type (\S+) = (components\[.*);$/gm),
          ([, name = "", type = ""]) => [name, type],
        ),
      ),
  );
  for (const [name, from] of aliases ?? []) {
    const to = others?.get(name);
    const part = step(after.root, "components", "schemas", name);
    if (to === from || (to === undefined && !isThere(part))) continue;
    findings.add({ kind: "renamed", direction: "response", about: `type ${name}`, from, to });
  }
  compareNames(comparison, ["webhooks"], (name) =>
    compareNames(comparison, ["webhooks", name], (method) =>
      compareWebhook(comparison, [name, method]),
    ),
  );
  compareNames(comparison, ["components", "securitySchemes"], (name, old, now) => {
    const [one, other] = [before, after].map(({ spec }) => readSecuritySchemes(spec).get(name));
    if (canonical(one) === canonical(other)) return;
    const values = { from: clipped(one), to: clipped(other) };
    findings.add({ kind: "sent", direction: "request", before: old, after: now, ...values });
  });
  compareServers(comparison);
}

/** Compares the servers by what they lead to. */
function compareServers({ before, after, findings }: Comparison): void {
  const [old = [], now = []] = [before, after].map(({ root }) =>
    partsIn(step(root, "servers")).map(([, part]) => {
      const variables = partsIn(step(part, "variables")).map(([name, each]) => [
        name,
        step(each, "default").value,
      ]);
      return {
        part,
        url: String(step(part, "url").value),
        id: canonical([step(part, "url").value, variables]),
      };
    }),
  );
  for (const { part, url, id } of old) {
    if (now.some((each) => each.id === id)) continue;
    findings.add({ kind: "removed", direction: "request", before: part, from: url });
  }
  for (const { part, url, id } of now) {
    if (old.some((each) => each.id === id)) continue;
    findings.add({ kind: "added", direction: "request", after: part, to: url });
  }
}

/** Reports the names that only one document has below a path, and compares what both have. */
function compareNames(
  { before, after, findings }: Comparison,
  path: readonly string[],
  compare: (name: string, old: Part, now: Part) => void,
): void {
  const [old, now] = [step(before.root, ...path), step(after.root, ...path)];
  for (const [name, part] of partsIn(old)) {
    const other = step(now, name);
    if (isThere(other)) compare(name, part, other);
    else findings.add({ kind: "removed", direction: "response", before: part, from: name });
  }
  for (const [name, part] of partsIn(now)) {
    if (!isThere(step(old, name)))
      findings.add({ kind: "added", direction: "response", after: part, to: name });
  }
}

/** A webhook is a call of the server's: what it sends is received, what it gets is sent. */
function compareWebhook(comparison: Comparison, names: readonly [string, string]): void {
  const { before, after, types, schemas } = comparison;
  const contents = [before, after].map((version: Version) => {
    const type = types.at(version.exported("webhooks"), ...names);
    const part = step(version.root, "webhooks", ...names);
    return new Map([
      ["body", contentOf(types.at(type, "requestBody"), step(part, "requestBody"), comparison)],
      ...partsIn(step(part, "responses")).map(
        ([status, answer]) =>
          [status, contentOf(types.at(type, "responses", status), answer, comparison)] as const,
      ),
    ]);
  });
  for (const [place, old] of contents[0] ?? []) {
    const now = contents[1]?.get(place) ?? [];
    const direction = place === "body" ? "response" : "request";
    const [one, other] = [old[0]?.part, now[0]?.part];
    if (one === undefined || other === undefined) {
      if (old.length !== now.length)
        comparison.findings.add({
          kind: "changed",
          direction,
          before: step(before.root, "webhooks", ...names),
          after: step(after.root, "webhooks", ...names),
        });
      continue;
    }
    types.types(
      old.flatMap((each) => each.types),
      now.flatMap((each) => each.types),
      { before: one, after: other, direction },
    );
    schemas.push({ method: "", before: one, after: other, direction });
  }
}
