import { errorStatuses } from "../generated/operations.js";
import { isDataMetaError } from "./errors.js";

const documented: readonly number[] = errorStatuses;

/**
 * Whether an error is the operation's, with a status that the API documents. A status that only a
 * proxy gives, like 502, is none: the types know nothing of it.
 */
export function isDocumentedError(operationId: string, error: unknown): boolean {
  return (
    isDataMetaError(error) &&
    error.operationId === operationId &&
    "status" in error &&
    documented.includes(Number(error.status))
  );
}
