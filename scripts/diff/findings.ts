import { type Part } from "./part.js";

/** What a change means for programs that use the client: versions follow semantic versioning. */
export type ChangeClass = "patch" | "minor" | "major";

/** In the order of their weight. */
export const classes: readonly ChangeClass[] = ["patch", "minor", "major"];

/** The side from which programs meet a part: they send it, or they receive it. */
export type Direction = "request" | "response";

interface Effect {
  readonly class: ChangeClass;
  /** What callers do. */
  readonly action: string;
}

const nothing = "Nothing.";
const breaks = (action: string): Effect => ({ class: "major", action });
const extends_ = (action: string = nothing): Effect => ({ class: "minor", action });
const silent: Effect = { class: "patch", action: nothing };

interface Meaning extends Readonly<Record<Direction, Effect>> {
  /** Follows the subject, as a sentence. */
  readonly text: string;
}

function meaning(text: string, request: Effect, response: Effect = request): Meaning {
  return { text, request, response };
}

/** The kinds of change, and what each does to those who send the part and to those who receive it. */
export const meanings = {
  removed: meaning("is gone", breaks("Stop sending it."), breaks("Stop reading it.")),
  added: meaning("is new", extends_()),
  "required-added": meaning("is new and required", breaks("Send it."), extends_()),
  required: meaning("is now required", breaks("Always send it."), extends_()),
  optional: meaning("can now be missing", extends_(), breaks("Handle a missing value.")),
  renamed: meaning("has another name", breaks("Use the new name.")),
  changed: meaning("has another type", breaks("Send the new type."), breaks("Read the new type.")),
  filled: meaning("has data now", breaks("Expect data instead of undefined.")),
  emptied: meaning("has no data now", breaks("Do without the data.")),
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
  rules: meaning(
    "has other rules",
    breaks("Follow the new rules."),
    breaks("Expect other values."),
  ),
  "default-added": meaning("has a default now", extends_(), silent),
  "default-changed": meaning(
    "has another default",
    breaks("Send the value that you mean."),
    silent,
  ),
  sent: meaning("is sent in another way", breaks("Update client and server together.")),
  "media-types": meaning("has other media types", extends_()),
  deprecated: meaning("is deprecated", extends_("Prepare to do without it.")),
  words: meaning("differs only in its words or order", silent),
  unused: meaning("changes nothing that the client uses", silent),
} as const satisfies Readonly<Record<string, Meaning>>;

export type Kind = keyof typeof meanings;

/** Something that a judge has found. */
export interface Finding {
  readonly kind: Kind;
  /** Both if programs may send the part as well as receive it. */
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
  return meanings[kind][direction].class;
}

/** What was found while two things were compared, and which things those led to. */
interface Visit {
  readonly found: Finding[];
  readonly inner: Set<string>;
}

/**
 * Collects findings. A thing that many operations lead to is compared once, and what was found in
 * it belongs to each of them.
 */
export class Findings {
  readonly #visits = new Map<string, Visit>();
  #current: Visit = { found: [], inner: new Set() };

  add(finding: Finding): void {
    this.#current.found.push(finding);
  }

  /** Compares a thing, unless that was done before. */
  visit(key: string, compare: () => void): void {
    this.#current.inner.add(key);
    if (this.#visits.has(key)) return;
    const outer = this.#current;
    this.#current = { found: [], inner: new Set() };
    this.#visits.set(key, this.#current);
    compare();
    this.#current = outer;
  }

  /** What was found so far, by place. */
  byPlace(): Map<string, Finding[]> {
    const places = new Map<string, Finding[]>();
    for (const finding of [...this.#visits.values()].flatMap(({ found }) => found)) {
      for (const own of new Set([finding.before?.own, finding.after?.own])) {
        if (own === undefined) continue;
        const known = places.get(own);
        if (known === undefined) places.set(own, [finding]);
        else known.push(finding);
      }
    }
    return places;
  }

  /** What was found in a thing, and in all that it led to. */
  within(key: string): Finding[] {
    const reached = new Set([key]);
    for (const each of reached)
      for (const inner of this.#visits.get(each)?.inner ?? []) reached.add(inner);
    return [...reached].flatMap((each) => this.#visits.get(each)?.found ?? []);
  }
}
