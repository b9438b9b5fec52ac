/** When and how often a failed attempt is repeated. */
export interface RetryOptions {
  /** How many times a call is repeated after its first attempt. @default 2 */
  readonly limit?: number | undefined;
  /**
   * The HTTP methods to repeat. Add `"POST"` to repeat calls that are not idempotent.
   * @default ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]
   */
  readonly methods?: readonly string[] | undefined;
  /** The longest pause, in milliseconds. If the server asks for more, the call fails. @default 30000 */
  readonly maxDelay?: number | undefined;
}

/** The longest first pause, in milliseconds. Each further pause may be twice as long. */
const firstDelay = 300;

/** Whether sending a request of this method twice does no more than sending it once. */
export function isIdempotent(method: string): boolean {
  return /^(GET|HEAD|PUT|DELETE|OPTIONS)$/.test(method);
}

/** Whether a response of this status says that a later attempt may succeed. */
export function isTransient(status: number): boolean {
  return [408, 429, 502, 503, 504].includes(status);
}

/**
 * The pause before the next attempt: what the server asked for, or an exponential one with full
 * jitter, so that clients that failed together do not return together.
 *
 * @param attempt - how many attempts were made, from 1
 * @param retryAfter - what the server asked for, in milliseconds
 * @param random - from 0 to 1
 * @returns milliseconds
 */
export function delayBefore(
  attempt: number,
  retryAfter: number | undefined,
  maxDelay: number,
  random: number,
): number {
  return retryAfter ?? random * Math.min(maxDelay, firstDelay * 2 ** (attempt - 1));
}

// The three date forms of RFC 9110, 5.6.7: IMF-fixdate, RFC 850 and asctime. `Date.parse` alone accepts
// far more, like "1.5" for a day in January.
const httpDate = new RegExp(
  [
    "^((Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT",
    "(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \\d\\d-[A-Z][a-z]{2}-\\d\\d \\d\\d:\\d\\d:\\d\\d GMT",
    "(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4})$",
  ].join("|"),
);

/**
 * Reads a `Retry-After` header.
 *
 * @param now - milliseconds since the epoch
 * @returns milliseconds from now, never negative; `undefined` if the header is absent or malformed
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  // Fields of the same value arrive as one, joined by commas.
  const value =
    header
      ?.slice(0, 200)
      .trim()
      .replace(/^(.+?)(?:\s*,\s*\1)+$/, "$1") ?? "";
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  if (!httpDate.test(value)) return undefined;
  // asctime names no zone. Like the other forms it means UTC.
  const date = Date.parse(value.endsWith("GMT") ? value : `${value} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
