import type { CallDetails } from "../engine/errors.js";
import {
  ConfigurationError,
  ResponseFormatError,
  ValidationError,
  type Issue,
} from "../engine/errors.js";
import { joinIssues } from "../engine/error-response.js";
import { refuseUnknown } from "../engine/values.js";
import type { Validator } from "../engine/validator.js";
import { findRequestIssues } from "./request-issues.js";
import { resolvePasswordPolicy, type PasswordPolicy } from "./password-policy.js";
import { findMismatch } from "./response-mismatch.js";

/** Options for {@link createValidator}. All are optional. */
export interface ValidatorOptions {
  /**
   * Called with the error if a response does not match the API's documentation. The call then
   * returns the data anyway. @default the error is thrown
   */
  readonly onMismatch?: ((error: ResponseFormatError) => void) | undefined;
  /**
   * The minimum requirements for new passwords. Members that you leave out keep their default.
   * `null` turns the check off. @default the rules of a new server: all of them for `/api/v1`, only
   * the length for `/api/v0`
   */
  readonly passwordPolicy?: Partial<PasswordPolicy> | null | undefined;
}

/**
 * Creates a validator for `createClient({ validate })`.
 *
 * If the server would reject a request or fail on it, the call throws a `ValidationError` before it
 * sends anything. Its `outcome` is `"not-sent"`, and its `issues` are the ones that the server
 * would return. If a response does not match the API's documentation, the call throws a
 * `ResponseFormatError` that names the place. Additional members in a response are allowed, because
 * newer servers may send them.
 *
 * @throws ConfigurationError if an option is invalid or unknown
 *
 * @example
 * ```ts
 * const datameta = createClient({
 *   baseUrl: "https://datameta.example.org/api/v1",
 *   validate: createValidator({ onMismatch: (error) => console.warn(error.message) }),
 * });
 * ```
 */
export function createValidator(options: ValidatorOptions = {}): Validator {
  // JavaScript callers can pass any value.
  const input: unknown = options;
  if (typeof input !== "object" || input === null) {
    throw new ConfigurationError("createValidator: options must be an object");
  }
  refuseUnknown("createValidator: option", options, ["onMismatch", "passwordPolicy"]);
  const { onMismatch, passwordPolicy } = options;
  if (onMismatch !== undefined && typeof onMismatch !== "function") {
    throw new ConfigurationError("createValidator: onMismatch must be a function");
  }
  const policy = resolvePasswordPolicy(passwordPolicy);
  return {
    checkRequest(call, url, body) {
      const issues = findRequestIssues({ operationId: call.operationId, url, body, policy });
      if (issues.length > 0) throw refused(call, issues);
    },
    checkResponse(call, status, data) {
      const mismatch = findMismatch(call.operationId, status, data);
      if (mismatch === undefined) return;
      const error = mismatched(call, status, mismatch);
      if (onMismatch === undefined) throw error;
      onMismatch(error);
    },
  };
}

function refused(call: CallDetails, issues: readonly Issue[]): ValidationError {
  return new ValidationError(
    `${call.caller} failed: the request is invalid and was not sent. ${joinIssues(issues)}`,
    {
      ...call,
      status: 400,
      issues,
      body: issues,
      headers: new Headers(),
    },
  );
}

function mismatched(call: CallDetails, status: number, mismatch: string): ResponseFormatError {
  return new ResponseFormatError(
    `${call.caller} failed: the ${status} response does not match the API's documentation: ${mismatch}`,
    { ...call, outcome: "unknown" },
  );
}
