import { isObject, rootNode, type SpecDocument } from "../document/spec-document.js";
import { compareDocuments } from "./compare-documents.js";
import { canonical, fileOf, pointerOf, type Difference } from "./difference.js";
import { compareProse } from "./prose.js";
import { rules, type ChangeClass, type DifferenceKind } from "./rules.js";

/** A change of the document, and what it means to those who use the client. */
export interface Change {
  readonly class: ChangeClass;
  readonly kind: DifferenceKind;
  readonly subject: string;
  readonly reason: string;
  readonly advice: string;
  /** Into the document after, or into the one before for what is gone. */
  readonly pointer: string;
  /** `file:line:col` where the document is in files, else the pointer. */
  readonly place: string;
  /** The methods that it concerns, sorted; empty where it is not one method's. */
  readonly operations: readonly string[];
  readonly positions: readonly string[];
}

const severity: readonly ChangeClass[] = ["major", "minor", "patch"];

/** The gravest class of some changes; `undefined` of none. */
export function worstClass(changes: readonly Change[]): ChangeClass | undefined {
  return severity.find((each) => changes.some((change) => change.class === each));
}

/** Lists what has changed between two documents, the gravest first. */
export function listChanges(before: SpecDocument, after: SpecDocument): Change[] {
  const differences = compareDocuments(before, after);
  const report = (difference: Difference): void => void differences.push(difference);
  compareProse(before, after, { report, seen: new Set() });
  if (
    differences.length === 0 &&
    JSON.stringify(before.document) !== JSON.stringify(after.document)
  )
    differences.push(restOf(before, after));

  const changes = new Map<string, Change>();
  for (const difference of differences) {
    const change = changeOf(difference);
    const key = JSON.stringify([change.kind, change.pointer, change.reason]);
    const known = changes.get(key);
    changes.set(key, known === undefined ? change : merged(known, change));
  }
  const order = (change: Change): number => severity.indexOf(change.class);
  return [...changes.values()].sort((one, other) => order(one) - order(other));
}

/** The documents differ, and not in anything that has a meaning. */
function restOf(before: SpecDocument, after: SpecDocument): Difference {
  const isReordered = unordered(before.document) === unordered(after.document);
  const kind = isReordered ? "order-changed" : "text-changed";
  return { kind, subject: "document", before: rootNode(before), after: rootNode(after) };
}

/** A text that is the same for all orders of members and elements. */
function unordered(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(unordered).sort().join()}]`;
  if (!isObject(value)) return canonical(value);
  const entries = Object.entries(value).map(([name, member]) => `${name}:${unordered(member)}`);
  return `{${entries.sort().join()}}`;
}

function changeOf(difference: Difference): Change {
  const { kind, subject, before, after, position, operation, from, to } = difference;
  const rule = rules[kind];
  const grade = rule[position ?? "request"];
  const isGone = kind.endsWith("-removed") || after === undefined;
  const changed = (isGone ? before : after) ?? before;
  const pointer = changed === undefined ? "#" : pointerOf(kind, changed);
  const values = [from, to].filter((value) => value !== undefined).join(" → ");
  return {
    ...{ class: grade, kind, subject, pointer },
    reason: `${subject} ${rule.reason}${values === "" ? "" : `: ${values}`}`,
    advice: grade === "major" || kind === "deprecated" ? rule.advice : "Nothing.",
    // What is gone has no line any more: the part that held it has.
    place: after === undefined ? pointer : fileOf(after),
    operations: operation === undefined ? [] : [operation],
    positions: position === undefined ? [] : [position],
  };
}

/** One change that several operations meet, by the gravest of its classes. */
function merged(one: Change, other: Change): Change {
  const [graver] = [one, other].sort(
    (a, b) => severity.indexOf(a.class) - severity.indexOf(b.class),
  );
  return {
    ...(graver ?? one),
    operations: [...new Set([...one.operations, ...other.operations])].sort(),
    positions: [...new Set([...one.positions, ...other.positions])].sort(),
  };
}
