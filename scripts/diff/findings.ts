import type { Part } from "./part.js";

/** What a change means for programs that use the client: versions follow semantic versioning. */
export type ChangeClass = "patch" | "minor" | "major";

/** In the order of their weight. */
export const classes: readonly ChangeClass[] = ["patch", "minor", "major"];

/** The side from which programs meet a part: they send it, or they receive it. */
export type Direction = "request" | "response";

/** A class, and what callers do. */
type Effect = readonly [ChangeClass, string];

const nothing = "Nothing.";
const breaks = (action: string): Effect => ["major", action];
const extends_ = (action = nothing): Effect => ["minor", action];
const silent: Effect = ["patch", nothing];
const meaning = (text: string, request: Effect, response: Effect = request) => ({
  ...{ text, request, response },
});

/** The kinds of change, and what each does to those who send the part and to those who receive it. */
export const meanings = {
  removed: meaning("is gone", breaks("Stop sending it."), breaks("Stop reading it.")),
  added: meaning("is new", extends_()),
  "required-added": meaning("is new and required", breaks("Send it."), extends_()),
  required: meaning("is now required", breaks("Always send it."), extends_()),
  optional: meaning("can now be missing", extends_(), breaks("Handle a missing value.")),
  renamed: meaning("has another name", breaks("Use the new name.")),
  changed: meaning("has another type", breaks("Send the new type."), breaks("Read the new type.")),
  filled: meaning("has data now", breaks("Send the data."), breaks("Expect data.")),
  widened: meaning("allows more", extends_(), breaks("Handle what is new.")),
  narrowed: meaning(
    "allows less",
    breaks("Send only what is left."),
    breaks("Remove the branches for what is gone."),
  ),
  // A comparison with null compiles whatever the type.
  "not-null": meaning("is never empty now", breaks("Stop sending null."), extends_()),
  specified: meaning("has a type now", breaks("Send that type."), extends_()),
  opened: meaning("takes members of any name", extends_()),
  tighter: meaning("is restricted further", breaks("Send only such values."), extends_()),
  looser: meaning("is restricted less", extends_(), breaks("Expect such values.")),
  rules: meaning("has other rules", breaks("Follow the new rules."), breaks("Expect others.")),
  "default-added": meaning("has a default now", extends_(), silent),
  "default-changed": meaning("has another default", breaks("Send what you mean."), silent),
  sent: meaning("is sent in another way", breaks("Update client and server together.")),
  "new-status": meaning("is a new answer", breaks("Handle it.")),
  "lost-status": meaning("is no longer answered", breaks("Remove the branches for it.")),
  "kept-data": meaning("has another status or media type", extends_()),
  deprecated: meaning("is deprecated", extends_("Prepare to do without it.")),
  words: meaning("changes nothing that the client does", silent),
} as const satisfies Readonly<Record<string, ReturnType<typeof meaning>>>;

export type Kind = keyof typeof meanings;

/** Something that a judge has found. */
export interface Finding {
  readonly kind: Kind;
  readonly direction: Direction;
  readonly before?: Part | undefined;
  readonly after?: Part | undefined;
  /** The part in words, if the place does not say it. */
  readonly about?: string;
  /** What stood there, and what stands there now. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export function classOf({ kind, direction }: Finding): ChangeClass {
  return meanings[kind][direction][0];
}

export function isGraver(one: ChangeClass | undefined, other: ChangeClass | undefined): boolean {
  return classes.findIndex((each) => each === one) > classes.findIndex((each) => each === other);
}

/** What has one cause: the same kind of change at the same place, for all whom it concerns. */
export interface Cause {
  readonly found: Finding[];
  readonly methods: Set<string>;
}

/** Collects findings by their cause, and by their places. */
export class Findings {
  readonly causes = new Map<string, Cause>();
  readonly #places = new Map<string, Finding[]>();
  #methods: readonly string[] = [];

  /** @param methods - whom the findings that follow concern */
  concern(methods: Iterable<string>): void {
    this.#methods = [...methods];
  }

  add(finding: Finding): void {
    const { before, after, kind, about } = finding;
    const id = JSON.stringify([(after ?? before)?.own, kind, about]);
    const cause = this.causes.get(id) ?? { found: [], methods: new Set() };
    this.causes.set(id, cause);
    cause.found.push(finding);
    for (const method of this.#methods) cause.methods.add(method);
    for (const own of new Set([before?.own, after?.own])) {
      if (own !== undefined) this.#places.set(own, [...this.at(own), finding]);
    }
  }

  /** What was found at a place. */
  at(own: string): readonly Finding[] {
    return this.#places.get(own) ?? [];
  }

  /** Whether something was found at a place, or below it. */
  isWithin(own: string): boolean {
    return [...this.#places.keys()].some((each) => each === own || each.startsWith(`${own}/`));
  }
}
