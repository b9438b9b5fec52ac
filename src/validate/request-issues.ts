import {
  requestOperations,
  type OperationId,
  type RequestOperation,
} from "../../generated/request-validators.js";
import type { Issue } from "../engine/errors.js";
import { serverMessagesOf } from "../python/schema-errors.js";
import { findParameterIssue } from "./parameters.js";
import type { PasswordPolicy } from "./password-policy.js";
import { maskSecrets } from "./secret-values.js";
import { findPitfalls } from "./pitfalls.js";
import { findUnstorable } from "./unstorable.js";

/** A request before it is sent. */
export interface OutgoingRequest {
  readonly operationId: string;
  readonly url: string;
  readonly body: string | undefined;
  /** `null` leaves passwords to the server. `undefined` uses the rules of the server's version. */
  readonly policy: PasswordPolicy | null | undefined;
}

/**
 * Returns the problems that the server would reject or fail on. Operations that are not in the
 * document are not checked.
 */
export function findRequestIssues(request: OutgoingRequest): Issue[] {
  const { operationId, url, body: text } = request;
  if (!isKnown(operationId)) return [];
  const operation = requestOperations[operationId];
  const parameters = readParameters(operation, url);
  const body = operation.body ? readBody(operation.body, text) : { value: undefined, issues: [] };
  const issues = [
    ...operation.parameters.flatMap(
      (parameter) => findParameterIssue(parameter, parameters.get(parameter.name)) ?? [],
    ),
    ...body.issues,
  ];
  // The server makes these checks only if the others find nothing.
  if (issues.length === 0) {
    issues.push(...findUnstorable(body.value));
    issues.push(...findPitfalls(operationId, { ...request, body: body.value, parameters }));
  }
  return issues;
}

function isKnown(operationId: string): operationId is OperationId {
  return Object.hasOwn(requestOperations, operationId);
}

/**
 * Reads the parameters like the server does: if a name occurs several times, the last value counts.
 */
function readParameters({ path }: RequestOperation, url: string): Map<string, string> {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const values = new Map(searchParams);
  const template = path.split("/");
  const segments = pathname.split("/").slice(-template.length);
  template.forEach((part, index) => {
    const value = segments[index];
    if (part.startsWith("{") && value !== undefined) {
      values.set(part.slice(1, -1), decode(value));
    }
  });
  return values;
}

/** Middleware may have written a URL that cannot be decoded. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function readBody(
  validate: NonNullable<RequestOperation["body"]>,
  text: string | undefined,
): { value: unknown; issues: readonly Issue[] } {
  if (text === undefined || text === "") {
    return unreadable("InvalidContentType", "The body is missing; expected JSON");
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable("DeserializeError", "The body is not JSON");
  }
  if (validate(value)) return { value, issues: [] };
  const issues = serverMessagesOf(maskSecrets(validate.errors ?? [])).map(({ message, field }) => ({
    exception: "ValidationError",
    message,
    ...(field !== undefined && { field }),
  }));
  return { value, issues };
}

function unreadable(exception: string, message: string) {
  return { value: undefined, issues: [{ exception, message }] };
}
