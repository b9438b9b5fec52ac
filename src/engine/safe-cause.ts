import type { Redact } from "./redact.js";

/** The fields to keep from a network error. */
const keptErrorFields = ["stack", "code", "errno", "syscall", "hostname", "address", "port"];

/** The maximum length of a chain of causes, which may be circular. */
export const mostCauses = 20;

/**
 * Copies the cause of a failure without secrets. Errors of the platform can contain a response with a
 * token. Errors of libraries can contain the request with its headers. A logger would print them.
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

/** Copies any object with a name and a message, because `instanceof` fails for an error of another realm. */
function copyError(error: unknown, redact: Redact, seen: Set<unknown>): Error | undefined {
  const read = (field: string): unknown => {
    const value: unknown = Reflect.get(Object(error) as object, field);
    // A value that comes from a polluted `Object.prototype` is not a field of the error.
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
    : // `fetch` throws a TypeError, as its standard requires.
      new (name === "TypeError" ? TypeError : Error)(text, options);
  if (copy.name !== name) copy.name = clean(name);
  for (const field of keptErrorFields) {
    const value = read(field);
    if (typeof value === "string") Object.assign(copy, { [field]: redact(value) });
    else if (typeof value === "number") Object.assign(copy, { [field]: value });
  }
  return copy;
}
