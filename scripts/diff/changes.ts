import { child, textOf, type SpecDocument } from "../document/spec-document.js";
import { compareGenerated, compareRest } from "./document.js";
import { classes, classOf, Findings, isGraver, meanings } from "./findings.js";
import type { Cause, ChangeClass, Kind } from "./findings.js";
import { compileBoth, generateBoth } from "./generated.js";
import { nameOf, placeOf } from "./names.js";

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

export interface DiffOptions {
  /** Whether programs meet every media type of a body, as the types of `http` do. */
  readonly everyMediaType?: boolean;
}

/** The class of all changes together; `undefined` if there are none. */
export function worstClass(changes: readonly Change[]): ChangeClass | undefined {
  return changes[0]?.class;
}

/** Lists what differs between two documents, the gravest first; one entry for each cause. */
export function listChanges(
  before: SpecDocument,
  after: SpecDocument,
  { everyMediaType = false }: DiffOptions = {},
): Change[] {
  if (JSON.stringify(before.document) === JSON.stringify(after.document)) return [];
  const [old, now] = generateBoth(before, after);
  if (old === undefined || now === undefined) return [];
  const findings = new Findings();
  const sides = { before: old, after: now };
  const comparison = { ...sides, ...compileBoth(old, now), findings, everyMediaType };
  compareGenerated(comparison);
  compareRest(before, after, comparison);

  const operations = [...old.operations, ...now.operations];
  const methods = new Map(operations.map((each) => [each.node.pointer, each.methodName]));
  const tags = new Map(
    operations.map(({ methodName, node }) => [
      methodName,
      textOf(child(child(node, "tags"), 0)) ?? "untagged",
    ]),
  );
  return [...findings.causes.values()]
    .map((cause) => changeOf(cause, methods, tags, after))
    .sort((one, other) => classes.indexOf(other.class) - classes.indexOf(one.class));
}

/** The gravest effect counts. Of the sides that it has it on, each does its own. */
function changeOf(
  { found, methods: concerned }: Cause,
  methods: ReadonlyMap<string, string>,
  tags: ReadonlyMap<string, string>,
  now: SpecDocument,
): Change {
  const worst = found.reduce((one, other) =>
    isGraver(classOf(other), classOf(one)) ? other : one,
  );
  const { kind, before, after, about, from, to } = worst;
  const part = after ?? before;
  const subject = [nameOf(part, methods), about].filter(Boolean).join(" ");
  const actions = found
    .filter((each) => classOf(each) === classOf(worst))
    .map(({ direction }) => meanings[kind][direction][1]);
  const operations = [...concerned].sort();
  return {
    ...{ class: classOf(worst), kind, subject, pointer: part?.own ?? "#" },
    place: placeOf(part, now),
    sentence: `${subject} ${meanings[kind].text}.`,
    action: [...new Set(actions)].join(" "),
    ...(from !== undefined && { before: from }),
    ...(to !== undefined && { after: to }),
    operations,
    tags: [...new Set(operations.flatMap((name) => tags.get(name) ?? []))].sort(),
  };
}
