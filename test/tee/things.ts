/** The kinds of resources that a request can refer to. */
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

/** A reference in a planned request to a resource whose id differs between the servers. */
export interface Reference {
  readonly kind: Kind;
  /** The index counted from the newest resource. It wraps around at the end. */
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

/** The ids of one resource on both servers. */
export interface Twin {
  readonly real: string;
  readonly embedded: string;
}

export type Side = keyof Twin;

/** The resources that were created so far, by kind. */
export class Things {
  readonly #lists = new Map<Kind, { uuid: Twin; site: Twin }[]>();

  /** Adds a resource, unless it is already there. */
  add(kind: Kind, uuid: Twin, site: Twin = uuid): void {
    const list = this.#lists.get(kind) ?? [];
    if (list.some((thing) => thing.uuid.real === uuid.real)) return;
    this.#lists.set(kind, [...list, { uuid, site }]);
  }

  /** Returns the id on one server, or an unused id if there is no resource of this kind. */
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

/** Returns the `id` of an object in a response, if it has one. */
export function idOf(value: unknown): IdObject | undefined {
  if (typeof value !== "object" || value === null || !("id" in value)) return undefined;
  const { id } = value;
  if (typeof id !== "object" || id === null || !("uuid" in id)) return undefined;
  // Safe: both members of an identifier are strings.
  return id as IdObject;
}

/** Adds the ids of two responses. */
export function addIds(things: Things, kind: Kind, real: unknown, embedded: unknown): void {
  const [a, b] = [idOf(real), idOf(embedded)];
  if (!a || !b) return;
  const uuid = { real: a.uuid, embedded: b.uuid };
  things.add(kind, uuid, { real: a.site ?? a.uuid, embedded: b.site ?? b.uuid });
}
