/** When and how often to repeat a failed attempt. */
export interface RetryOptions {
  /** The maximum number of attempts after the first one. @default 2 */
  readonly limit?: number | undefined;
  /**
   * The HTTP methods to repeat. The default methods are idempotent. Add `"POST"` if your calls are safe
   * to repeat.
   * @default `["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]`
   */
  readonly methods?: readonly string[] | undefined;
  /** The longest pause, in milliseconds. The call fails if the server asks for a longer one. @default 30000 */
  readonly maxDelay?: number | undefined;
}

/** The maximum of the first pause, in milliseconds. It doubles with each attempt. */
const firstDelay = 300;

/** Returns whether an HTTP method is idempotent: sending the request twice has the same effect as once. */
export function isIdempotent(method: string): boolean {
  return /^(GET|HEAD|PUT|DELETE|OPTIONS)$/.test(method);
}

/** Returns whether a later attempt may succeed after this status. */
export function isTransient(status: number): boolean {
  return [408, 429, 502, 503, 504].includes(status);
}

/**
 * Calculates the pause before the next attempt. Without a `Retry-After` it is exponential with full
 * jitter, so that clients that failed at the same time do not retry at the same time.
 *
 * @param attempt - the number of attempts so far, at least 1
 * @param retryAfter - the pause that the server asked for, in milliseconds
 * @param random - a number from 0 to 1
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

// The three date formats of RFC 9110, 5.6.7: IMF-fixdate, RFC 850 and asctime. `Date.parse` also
// accepts other text: it reads "1.5" as a day in January.
const httpDate =
  /^([A-Z]\w\w, \d\d \w{3} \d{4} [\d:]{8} GMT|[A-Z]\w+day, \d\d-\w{3}-\d\d [\d:]{8} GMT|[A-Z]\w\w [A-Z]\w\w [ \d]\d [\d:]{8} \d{4})$/;

/**
 * Reads a `Retry-After` header.
 *
 * @param now - milliseconds since the epoch
 * @returns milliseconds from now, never negative; `undefined` if the header is absent or malformed
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  // If the header was sent several times, `Headers` joins the values by commas.
  const value =
    header
      ?.slice(0, 200)
      .trim()
      .replace(/^(.+?)(?:\s*,\s*\1)+$/, "$1") ?? "";
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  if (!httpDate.test(value)) return undefined;
  // The form of asctime has no time zone. It means UTC, like the other forms.
  const date = Date.parse(value.endsWith("GMT") ? value : `${value} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
