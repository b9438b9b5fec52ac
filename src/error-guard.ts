import { isDataMetaError } from "./errors.js";

/**
 * Whether an error is the operation's, with a status that the API documents. A status that only a
 * proxy gives, like 502, is none: the types know nothing of it.
 */
export function isDocumentedError(
  operationId: string,
  documented: readonly number[],
  error: unknown,
): boolean {
  return (
    isDataMetaError(error) &&
    error.operationId === operationId &&
    "status" in error &&
    documented.includes(Number(error.status))
  );
}
