import { child, textOf, type SpecDocument } from "../document/spec-document.js";
import { CheckJudge } from "./compare-checks.js";
import { compareComponents } from "./compare-components.js";
import { compareOperations } from "./compare-operations.js";
import type { Comparison, Version } from "./comparison.js";
import { compareRest } from "./compare-rest.js";
import { TypeJudge } from "./compare-types.js";
import { classes, classOf, Findings, meanings } from "./findings.js";
import type { ChangeClass, Finding, Kind } from "./findings.js";
import { compileBoth, generateBoth } from "./generated.js";
import { nameOf, placeOf } from "./names.js";
import { rootPart } from "./part.js";

/** A change of the document, and what it means for programs that use the client. */
export interface Change {
  readonly class: ChangeClass;
  readonly kind: Kind;
  /** The method or type and its member, such as `Item.name`. */
  readonly subject: string;
  /** Where it stands in the document that has it. */
  readonly pointer: string;
  /** Its line, as `file:line:col`. */
  readonly place: string;
  readonly sentence: string;
  /** What callers do. */
  readonly action: string;
  readonly before?: string;
  readonly after?: string;
  /** The methods that it concerns, and their tags. */
  readonly operations: readonly string[];
  readonly tags: readonly string[];
}

/** The class of all changes together; `undefined` if there are none. */
export function worstClass(changes: readonly Change[]): ChangeClass | undefined {
  return changes[0]?.class;
}

export interface DiffOptions {
  /** Whether programs meet every media type of a body, as the types of `http` do. */
  readonly everyMediaType?: boolean;
}

/** Lists what differs between two documents, the gravest first; one entry for each cause. */
export function listChanges(
  before: SpecDocument,
  after: SpecDocument,
  { everyMediaType = false }: DiffOptions = {},
): Change[] {
  if (JSON.stringify(before.document) === JSON.stringify(after.document)) return [];
  const { both, isUnchanged } = generateBoth(before, after);
  const [old, now] = both;
  if (old === undefined || now === undefined) return [];
  const compiled = compileBoth(old, now);
  const findings = new Findings();
  const version = (side: "before" | "after"): Version => ({
    ...(side === "before" ? old : now),
    root: rootPart(side === "before" ? before : after),
    exported: (name) => compiled.exported(side, name),
  });
  const comparison: Comparison = {
    ...{ before: version("before"), after: version("after"), findings, everyMediaType },
    types: new TypeJudge(compiled.checker, findings, isUnchanged),
    bodies: (name) => [compiled.exported("bodies", name) ?? []].flat(),
    schemas: [],
  };
  compareOperations(comparison);
  findings.visit("types", () => compareComponents(comparison, compiled));
  const checks = new CheckJudge(findings, isUnchanged);
  for (const [index, pair] of comparison.schemas.entries()) {
    findings.visit(`check ${index}`, () =>
      checks.compare([pair.before], [pair.after], pair.direction),
    );
  }
  findings.visit("rest", () => compareRest(comparison));
  return summarizeFindings(comparison);
}

/** What the findings of one cause have in common makes one change. */
function summarizeFindings(comparison: Comparison): Change[] {
  const causes = new Map<string, { found: Finding[]; operations: Set<string> }>();
  const collect = (key: string, ...operations: readonly string[]): void => {
    for (const finding of comparison.findings.within(key)) {
      const { after, before, kind, about } = finding;
      const id = JSON.stringify([(after ?? before)?.own, kind, about]);
      const cause = causes.get(id) ?? { found: [], operations: new Set() };
      causes.set(id, cause);
      cause.found.push(finding);
      operations.forEach((operation) => cause.operations.add(operation));
    }
  };
  const { before, after, schemas } = comparison;
  const operations = [...before.operations, ...after.operations];
  const tags = new Map<string, string>();
  for (const { methodName, node } of operations) {
    tags.set(methodName, textOf(child(child(node, "tags"), 0)) ?? "untagged");
    collect(`operation ${methodName}`, methodName);
  }
  for (const [index, { method }] of schemas.entries()) collect(`check ${index}`, method);
  for (const key of ["types", "rest"]) collect(key);
  const order = ({ class: grade }: Change): number => -classes.indexOf(grade);
  return [...causes.values()]
    .map(({ found, operations }) => changeOf(found, [...operations].sort(), tags, comparison))
    .sort((one, other) => order(one) - order(other));
}

/** The gravest effect counts. Of the sides that it has it on, each does its own. */
function changeOf(
  found: readonly Finding[],
  operations: readonly string[],
  tags: ReadonlyMap<string, string>,
  comparison: Comparison,
): Change {
  const worst = found.reduce((one, other) => (isGraver(other, one) ? other : one));
  const { kind, before, after, about, from, to } = worst;
  const part = after ?? before;
  const subject = [nameOf(part, comparison), about].filter(Boolean).join(" ");
  const actions = found
    .filter((each) => !isGraver(worst, each))
    .map(({ direction }) => meanings[kind][direction].action);
  return {
    ...{ class: classOf(worst), kind, subject, pointer: part?.own ?? "#" },
    place: placeOf(after, before, comparison),
    sentence: `${subject} ${meanings[kind].text}.`,
    action: [...new Set(actions)].join(" "),
    ...(from !== undefined && { before: from }),
    ...(to !== undefined && { after: to }),
    operations: operations.filter((name) => name !== ""),
    tags: [...new Set(operations.flatMap((name) => tags.get(name) ?? []))].sort(),
  };
}

function isGraver(one: Finding, other: Finding): boolean {
  return classes.indexOf(classOf(one)) > classes.indexOf(classOf(other));
}
