import { child, textOf, type SpecDocument } from "../document/spec-document.js";
import { compareGenerated, compareRest } from "./document.js";
import { classes, classOf, Findings, isWorse, meanings } from "./findings.js";
import type { Cause, ChangeClass, Kind } from "./findings.js";
import { compileBoth, generateBoth } from "./generated.js";
import { nameOf, placeOf } from "./names.js";
import { canonical, type Part } from "./part.js";
import { changedReferences } from "./references.js";

/** A change of the document and its effect on programs that use the client. */
export interface Change {
  readonly class: ChangeClass;
  readonly kind: Kind;
  /** The method or type and its member, such as `Item.name`. */
  readonly subject: string;
  /** The JSON pointer of the changed part. */
  readonly pointer: string;
  /** The position of the changed part, as `file:line:col`. */
  readonly place: string;
  readonly sentence: string;
  /** What callers must do. */
  readonly action: string;
  readonly before?: string;
  readonly after?: string;
  /** The affected methods and their tags. */
  readonly operations: readonly string[];
  readonly tags: readonly string[];
}

/** Returns the highest class in a list of changes, or `undefined` if the list is empty. */
export function worstClass(changes: readonly Change[]): ChangeClass | undefined {
  return changes[0]?.class;
}

/** Lists the differences between two documents, one entry for each cause, major changes first. */
export function listChanges(before: SpecDocument, after: SpecDocument): Change[] {
  if (JSON.stringify(before.document) === JSON.stringify(after.document)) return [];
  const [old, now] = generateBoth([before, after]);
  const findings = new Findings();
  const refersToChange = changedReferences([old.spec, now.spec]);
  const comparison = {
    ...{ before: old, after: now, findings },
    ...compileBoth(old, now),
    isUnchanged: (one: Part, other: Part | undefined) =>
      canonical(one.value) === canonical(other?.value) && !refersToChange(one.value),
  };
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
  return findings
    .joinCauses()
    .map((cause) => changeOf(cause, methods, tags, after))
    .sort((one, other) => classes.indexOf(other.class) - classes.indexOf(one.class));
}

/** Describes a cause by its worst effect. If both directions have that effect, both actions are listed. */
function changeOf(
  { found, methods: concerned }: Cause,
  methods: ReadonlyMap<string, string>,
  tags: ReadonlyMap<string, string>,
  now: SpecDocument,
): Change {
  const worst = found.reduce((one, other) => (isWorse(classOf(other), classOf(one)) ? other : one));
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
