/** Matches texts that differ between two servers in the same state: ids, tokens, addresses, times. */
const variable =
  /http:\/\/127\.0\.0\.1:\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|DM[A-Z]-\d{8,9}|[\w-]{40,}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?/gi;

const tolerance = 600_000;

/** Pairs of texts from two servers that mean the same, such as the ids of one file. */
export class Pairs {
  readonly #others = new Map<string, string>();
  readonly #ours = new Map<string, string>();
  readonly #log: (readonly [real: string, embedded: string])[] = [];

  /** Records a pair. Returns false if one of the texts already belongs to another pair. */
  join(real: string, embedded: string): boolean {
    if (real === embedded || areNear(real, embedded)) return true;
    const [other, ours] = [this.#others.get(real), this.#ours.get(embedded)];
    if (other !== undefined || ours !== undefined) return other === embedded && ours === real;
    this.#others.set(real, embedded);
    this.#ours.set(embedded, real);
    this.#log.push([real, embedded]);
    return true;
  }

  /** Returns the embedded server's text for a text of the real server. */
  partnerOf(real: string): string | undefined {
    return this.#others.get(real);
  }

  /** Runs a comparison, and removes the pairs that it recorded if it fails. */
  attempt(comparison: () => boolean): boolean {
    const before = this.#log.length;
    if (comparison()) return true;
    for (const [real, embedded] of this.#log.splice(before)) {
      this.#others.delete(real);
      this.#ours.delete(embedded);
    }
    return false;
  }
}

function areNear(real: string, embedded: string): boolean {
  return Math.abs(Date.parse(real) - Date.parse(embedded)) <= tolerance;
}

/** Whether two JSON values are equal except for variable texts and the order of lists. */
export function isSame(pairs: Pairs, real: unknown, embedded: unknown): boolean {
  if (typeof real === "string" && typeof embedded === "string") {
    return isSameText(pairs, real, embedded);
  }
  if (Array.isArray(real) && Array.isArray(embedded)) return isSameList(pairs, real, embedded);
  if (!isObject(real) || !isObject(embedded)) return Object.is(real, embedded);
  const names = Object.keys(real);
  return (
    names.length === Object.keys(embedded).length &&
    pairs.attempt(() =>
      names.every(
        (name) => Object.hasOwn(embedded, name) && isSame(pairs, real[name], embedded[name]),
      ),
    )
  );
}

function isSameText(pairs: Pairs, real: string, embedded: string): boolean {
  if (real.replace(variable, "?") !== embedded.replace(variable, "?")) return false;
  const others = embedded.match(variable) ?? [];
  return pairs.attempt(() =>
    (real.match(variable) ?? []).every((text, index) => pairs.join(text, others[index] ?? "")),
  );
}

/** Compares lists in any order, because Python's sets and the database have no order. */
function isSameList(pairs: Pairs, real: readonly unknown[], embedded: readonly unknown[]): boolean {
  if (real.length !== embedded.length) return false;
  const inOrder = () => real.every((value, index) => isSame(pairs, value, embedded[index]));
  const inAnyOrder = () => {
    const rest = [...embedded];
    return real.every((value) => {
      const index = rest.findIndex((other) => isSame(pairs, value, other));
      return index >= 0 && rest.splice(index, 1).length === 1;
    });
  };
  return pairs.attempt(inOrder) || pairs.attempt(inAnyOrder);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
