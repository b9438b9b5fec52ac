import type { Redact } from "./redact.js";

/** The fields that are kept of a network error. */
const keptErrorFields = ["stack", "code", "errno", "syscall", "hostname", "address", "port"];

/** A chain of causes may be endless, or a circle. */
export const mostCauses = 20;

/**
 * Copies the cause of a failure, without secrets. The platform's own errors hold what was read, like
 * a response with a token, and those of libraries hold the request with its headers. A logger would
 * print all of it.
 */
export function safeCause(
  cause: unknown,
  redact: Redact,
  seen = new Set<unknown>(),
): Error | string | undefined {
  if (typeof cause === "string") return redact(cause);
  if (seen.has(cause) || seen.size === mostCauses) return undefined;
  seen.add(cause);
  try {
    return copyError(cause, redact, seen);
  } catch {
    // A getter may throw.
    return undefined;
  }
}

/** Copies what has a name and a message: an error of another realm is not an `instanceof Error`. */
function copyError(error: unknown, redact: Redact, seen: Set<unknown>): Error | undefined {
  const read = (field: string): unknown => {
    const value: unknown = Reflect.get(Object(error) as object, field);
    // Every object seems to have the members of a polluted `Object.prototype`.
    return value === Reflect.get(Object.prototype, field) ? undefined : value;
  };
  const name = read("name");
  const message = read("message");
  if (name === undefined || message === undefined) return undefined;
  const clean = (value: unknown) => redact(String(value));
  const text = clean(message);
  const cause = safeCause(read("cause"), redact, seen);
  const options = cause === undefined ? undefined : { cause };
  const errors = read("errors");
  const copy = Array.isArray(errors)
    ? new AggregateError(
        errors.map((each) => safeCause(each, redact, seen)),
        text,
        options,
      )
    : // `fetch` throws a TypeError, by its standard.
      new (name === "TypeError" ? TypeError : Error)(text, options);
  if (copy.name !== name) copy.name = clean(name);
  for (const field of keptErrorFields) {
    const value = read(field);
    if (typeof value === "string") Object.assign(copy, { [field]: redact(value) });
    else if (typeof value === "number") Object.assign(copy, { [field]: value });
  }
  return copy;
}
