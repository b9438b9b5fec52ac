import { child, type SpecNode } from "../document/spec-document.js";
import { differ, isSame, type Comparison } from "./difference.js";

/** Whether a greater number takes more values, or fewer; other values cannot be ordered. */
const growth = {
  maxLength: "wider",
  maxItems: "wider",
  maxProperties: "wider",
  maximum: "wider",
  exclusiveMaximum: "wider",
  minLength: "narrower",
  minItems: "narrower",
  minProperties: "narrower",
  minimum: "narrower",
  exclusiveMinimum: "narrower",
  format: undefined,
  pattern: undefined,
  multipleOf: undefined,
  uniqueItems: undefined,
  contentEncoding: undefined,
  contentMediaType: undefined,
} as const;

export const handledConstraints: readonly string[] = Object.keys(growth);

/** Compares what a schema demands of values of its type. */
export function compareConstraints(
  before: SpecNode,
  after: SpecNode,
  subject: string,
  comparison: Comparison,
): void {
  for (const [keyword, grows] of Object.entries(growth)) {
    const [old, now] = [child(before, keyword), child(after, keyword)];
    // `uniqueItems: false` demands nothing.
    const [from, to] = [old.value, now.value].map((value) => (value === false ? undefined : value));
    if (isSame(from, to)) continue;
    const values = {
      ...(from !== undefined && { from: `${keyword} ${JSON.stringify(from)}` }),
      ...(to !== undefined && { to: `${keyword} ${JSON.stringify(to)}` }),
    };
    const effect = effectOf(from, to, grows);
    const known = from === undefined ? before : old;
    differ(
      comparison,
      `constraint-${effect}`,
      subject,
      known,
      to === undefined ? after : now,
      values,
    );
  }
}

function effectOf(
  from: unknown,
  to: unknown,
  grows: "wider" | "narrower" | undefined,
): "tightened" | "loosened" | "changed" {
  if (from === undefined) return "tightened";
  if (to === undefined) return "loosened";
  if (grows === undefined || typeof from !== "number" || typeof to !== "number") return "changed";
  return to > from === (grows === "wider") ? "loosened" : "tightened";
}
