import { markError } from "../datameta/errors.js";
import { ResponseFormatError } from "../engine/errors.js";
import { isRecord } from "../engine/issues.js";

/**
 * Checks that a response has the members that the client needs. A proxy or another server may send
 * any JSON.
 *
 * @throws ResponseFormatError if a member is missing
 */
export function expectMembers<T extends object>(
  operationId: string,
  answer: T,
  members: readonly (keyof T & string)[],
): T {
  const response: unknown = answer;
  const isWhole = isRecord(response) && members.every((name) => response[name] != null);
  if (isWhole) return answer;
  throw malformed(operationId, `the response does not contain ${members.join(", ")}`);
}

/**
 * Parses the address that the server sent for a transfer. The platform's own error would show this
 * secret address.
 *
 * @throws ResponseFormatError if it is not an address with http or https
 */
export function parseAddress(operationId: string, url: string): URL {
  // Node 20.0 and some browsers do not have `URL.canParse`.
  try {
    const address = new URL(url);
    if (/^https?:$/.test(address.protocol)) return address;
  } catch {
    // The error below covers this case.
  }
  throw malformed(operationId, "the server sent an address that is not HTTP or HTTPS");
}

function malformed(operationId: string, problem: string): ResponseFormatError {
  const method = operationId.charAt(0).toLowerCase() + operationId.slice(1);
  const details = { operationId, attempts: 1, outcome: "unknown" } as const;
  return markError(new ResponseFormatError(`${method} failed: ${problem}`, details));
}

/** Returns the secret parts of an address, which must not appear in an error. */
export function secretsOf({ href, pathname, search, searchParams }: URL): string[] {
  const last = pathname.slice(pathname.lastIndexOf("/") + 1);
  return [href, pathname, last, search.slice(1), ...searchParams.values()];
}
