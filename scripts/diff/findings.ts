import type { Part } from "./part.js";

/** The part of a semantic version that a change increases. */
export type ChangeClass = "patch" | "minor" | "major";

/** The classes, the lowest first. */
export const classes: readonly ChangeClass[] = ["patch", "minor", "major"];

/** Whether programs send a part or receive it. */
export type Direction = "request" | "response";

/** The class of a change, and what callers must do. */
type Effect = readonly [ChangeClass, string];

const nothing = "Nothing.";
const breaks = (action: string): Effect => ["major", action];
const extends_ = (action = nothing): Effect => ["minor", action];
const silent: Effect = ["patch", nothing];
const meaning = (text: string, request: Effect, response: Effect = request) => ({
  ...{ text, request, response },
});

/** The kinds of change, with the effect on programs that send the part and on those that receive it. */
export const meanings = {
  removed: meaning("is gone", breaks("Stop sending it."), breaks("Stop reading it.")),
  added: meaning("is new", extends_()),
  "required-added": meaning("is new and required", breaks("Send it."), extends_()),
  required: meaning("is now required", breaks("Always send it."), extends_()),
  optional: meaning("can now be missing", extends_(), breaks("Handle a missing value.")),
  renamed: meaning("has another name", breaks("Use the new name.")),
  changed: meaning("has another type", breaks("Send the new type."), breaks("Read the new type.")),
  filled: meaning("has data now", breaks("Send the data."), breaks("Expect data.")),
  widened: meaning("allows more", extends_(), breaks("Handle the new values.")),
  narrowed: meaning(
    "allows less",
    breaks("Send only the values that are left."),
    breaks("Remove the branches for the values that are gone."),
  ),
  // Programs still compile: any value may be compared with null.
  "not-null": meaning("is never empty now", breaks("Stop sending null."), extends_()),
  specified: meaning("has a type now", breaks("Send that type."), extends_()),
  opened: meaning("accepts members of any name", extends_()),
  tighter: meaning("is restricted further", breaks("Send only such values."), extends_()),
  looser: meaning("is restricted less", extends_(), breaks("Expect such values.")),
  rules: meaning(
    "has other rules",
    breaks("Follow the new rules."),
    breaks("Expect the new rules."),
  ),
  "default-added": meaning("has a default now", extends_(), silent),
  "default-changed": meaning(
    "has another default",
    breaks("Send the value that you need."),
    silent,
  ),
  sent: meaning("is sent in another way", breaks("Update client and server together.")),
  "new-status": meaning("is a new response", breaks("Handle it.")),
  "lost-status": meaning("is no longer a response", breaks("Remove the branches for it.")),
  "kept-data": meaning("has another status or media type", extends_()),
  deprecated: meaning("is deprecated", extends_("Prepare for its removal.")),
  words: meaning("changes without an effect on the client", silent),
} as const satisfies Readonly<Record<string, ReturnType<typeof meaning>>>;

export type Kind = keyof typeof meanings;

/** A difference between two documents. */
export interface Finding {
  readonly kind: Kind;
  readonly direction: Direction;
  readonly before?: Part | undefined;
  readonly after?: Part | undefined;
  /** Describes the part, if its place is not enough. */
  readonly about?: string;
  /** Whether this is a change of types, or of a keyword that types show. */
  readonly isTyped?: boolean;
  /** The values before and after. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export function classOf({ kind, direction }: Finding): ChangeClass {
  return meanings[kind][direction][0];
}

export function isWorse(one: ChangeClass | undefined, other: ChangeClass | undefined): boolean {
  return classes.findIndex((each) => each === one) > classes.findIndex((each) => each === other);
}

/** Findings of the same kind at the same place, with all affected methods. */
export interface Cause {
  readonly found: Finding[];
  readonly methods: Set<string>;
}

/** Whether one cause is a change of a keyword, and the other one the same change of a type. */
function isShownBy([one]: readonly Finding[], [other]: readonly Finding[]): boolean {
  const isRule = ({ kind }: Finding): boolean => /^(tighter|looser|rules)$/.test(kind);
  if (!one?.isTyped || !other?.isTyped || !isRule(one) || isRule(other)) return false;
  return (
    (one.after ?? one.before)?.own === (other.after ?? other.before)?.own &&
    one.direction === other.direction &&
    classOf(one) === classOf(other)
  );
}

/** Collects findings by cause and by place. */
export class Findings {
  readonly causes = new Map<string, Cause>();
  readonly #places = new Map<string, Finding[]>();
  #methods: readonly string[] = [];

  /**
   * Sets the methods for the next findings.
   *
   * @param methods - the methods that the next findings affect
   */
  setMethods(methods: Iterable<string>): void {
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

  /**
   * Returns the causes, joined where one explains another. Some methods have no type for a place, such as an alternative that cannot be
   * told apart from another one. The change of its keyword is then one cause with the change of its
   * type.
   */
  joinCauses(): Cause[] {
    const all = [...this.causes.values()];
    return all.filter((cause) => {
      const same = all.find((other) => isShownBy(cause.found, other.found));
      for (const method of cause.methods) same?.methods.add(method);
      return same === undefined;
    });
  }

  /** Returns the findings at a place. */
  at(own: string): readonly Finding[] {
    return this.#places.get(own) ?? [];
  }

  /** Whether there is a finding at a place or below it. */
  isWithin(own: string): boolean {
    return [...this.#places.keys()].some((each) => each === own || each.startsWith(`${own}/`));
  }
}
