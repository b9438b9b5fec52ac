/** What exists on both servers, and what a request can refer to. */
export type Kind =
  | "user"
  | "group"
  | "file"
  | "set"
  | "submission"
  | "service"
  | "definition"
  | "setting"
  | "key"
  | "token"
  | "upload"
  | "download";

/** Stands in a planned request for something of which each server has its own name. */
export interface Reference {
  readonly kind: Kind;
  /** Counted from the newest; more than there are start again. */
  readonly back: number;
  readonly form: "uuid" | "site";
  /** Another way to write a UUID. */
  readonly written?: "upper" | "braces" | "urn" | "bare";
}

const writings: Readonly<Record<NonNullable<Reference["written"]>, (id: string) => string>> = {
  upper: (id) => id.toUpperCase(),
  braces: (id) => `{${id}}`,
  urn: (id) => `urn:uuid:${id}`,
  bare: (id) => id.replaceAll("-", ""),
};

/** A name on both servers. */
export interface Twin {
  readonly real: string;
  readonly embedded: string;
}

export type Side = keyof Twin;

/** Everything that was made so far, by kind. */
export class Things {
  readonly #lists = new Map<Kind, { uuid: Twin; site: Twin }[]>();

  /** Adds a thing, unless it is known. */
  add(kind: Kind, uuid: Twin, site: Twin = uuid): void {
    const list = this.#lists.get(kind) ?? [];
    if (list.some((thing) => thing.uuid.real === uuid.real)) return;
    this.#lists.set(kind, [...list, { uuid, site }]);
  }

  /** The name on one side; one that nothing has if there is nothing of this kind. */
  resolve({ kind, back, form, written }: Reference, side: Side): string {
    const list = this.#lists.get(kind) ?? [];
    const thing = list.at(-1 - (back % Math.max(1, list.length)));
    const id = thing?.[form][side] ?? "no-such-id";
    return written ? writings[written](id) : id;
  }
}

interface IdObject {
  readonly uuid: string;
  readonly site?: string;
}

/** The `id` of an answer's object, if it has one. */
export function idOf(value: unknown): IdObject | undefined {
  if (typeof value !== "object" || value === null || !("id" in value)) return undefined;
  const { id } = value;
  if (typeof id !== "object" || id === null || !("uuid" in id)) return undefined;
  // The two members that an identifier has, both texts.
  return id as IdObject;
}

/** Adds what two answers have under `id`. */
export function addIds(things: Things, kind: Kind, real: unknown, embedded: unknown): void {
  const [a, b] = [idOf(real), idOf(embedded)];
  if (!a || !b) return;
  const uuid = { real: a.uuid, embedded: b.uuid };
  things.add(kind, uuid, { real: a.site ?? a.uuid, embedded: b.site ?? b.uuid });
}
