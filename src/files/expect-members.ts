import { markError } from "../datameta/errors.js";
import { ResponseFormatError } from "../engine/errors.js";
import { isRecord } from "../engine/issues.js";

/**
 * Returns an answer that has what is needed of it. A proxy, or a server of another kind, may answer
 * with any JSON.
 *
 * @throws ResponseFormatError if a member is missing
 */
export function expectMembers<T extends object>(
  operationId: string,
  answer: T,
  members: readonly (keyof T & string)[],
): T {
  const given: unknown = answer;
  const isWhole = isRecord(given) && members.every((name) => given[name] != null);
  if (isWhole) return answer;
  const method = operationId.charAt(0).toLowerCase() + operationId.slice(1);
  throw malformed(operationId, `${method} failed: the response lacks ${members.join(", ")}`);
}

/**
 * Returns the address that a server gave for a transfer.
 *
 * @throws ResponseFormatError if it is none; the platform's own error would show it
 */
export function parseAddress(operationId: string, url: string): URL {
  // `URL.canParse` is younger than Node 20.0 and some browsers.
  try {
    const address = new URL(url);
    if (/^https?:$/.test(address.protocol)) return address;
  } catch {
    // As if it were of another scheme.
  }
  throw malformed(operationId, "the server gave an address that is not of http or https");
}

function malformed(operationId: string, message: string): ResponseFormatError {
  const details = { operationId, attempts: 1, outcome: "unknown" } as const;
  return markError(new ResponseFormatError(message, details));
}

/** What of an address must not appear in an error. */
export function secretsOf({ href, pathname, search, searchParams }: URL): string[] {
  const last = pathname.slice(pathname.lastIndexOf("/") + 1);
  return [href, pathname, last, search.slice(1), ...searchParams.values()];
}
