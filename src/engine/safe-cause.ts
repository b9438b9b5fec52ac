import type { Redact } from "./redact.js";

/** The fields to keep from an error, most of them from a network error. */
const keptFields = ["name", "stack", "code", "errno", "syscall", "hostname", "address", "port"];

/** The maximum length of a chain of causes, which may be circular. */
const mostCauses = 20;

/**
 * Copies the cause of a failure without secrets. Errors of the platform can contain a response with a
 * token. Errors of libraries can contain the request with its headers. A logger would print them.
 *
 * @returns a text, or a copy of any object with a name and a message, because `instanceof` fails for
 * an error of another realm
 */
export function safeCause(
  cause: unknown,
  redact: Redact,
  seen = new Set<unknown>(),
): Error | string | undefined {
  if (typeof cause === "string") return redact(cause);
  if (seen.has(cause) || seen.size === mostCauses) return undefined;
  seen.add(cause);
  const copy = (each: unknown) => safeCause(each, redact, seen);
  const read = (field: string): unknown => {
    const value: unknown = Reflect.get(Object(cause) as object, field);
    // A value that comes from a polluted `Object.prototype` is not a field of the error.
    return value === Reflect.get(Object.prototype, field) ? undefined : value;
  };
  try {
    const [name, message, errors] = ["name", "message", "errors"].map(read);
    if ([name, message].includes(undefined)) return undefined;
    const text = redact(String(message));
    const inner = copy(read("cause"));
    const options = inner ? { cause: inner } : undefined;
    const error = Array.isArray(errors)
      ? new AggregateError(errors.map(copy), text, options)
      : // `fetch` throws a TypeError, as its standard requires.
        new (name === "TypeError" ? TypeError : Error)(text, options);
    for (const field of keptFields) {
      const value = read(field);
      const kept = typeof value === "string" ? redact(value) : value;
      // The copy inherits its name. Its own name would be printed as a field.
      if (/string|number/.test(typeof kept) && kept !== Reflect.get(error, field)) {
        Object.assign(error, { [field]: kept });
      }
    }
    return error;
  } catch {
    // A getter may throw.
    return undefined;
  }
}
