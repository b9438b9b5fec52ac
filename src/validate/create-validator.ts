import type { CallDetails } from "../engine/errors.js";
import {
  ConfigurationError,
  ResponseFormatError,
  ValidationError,
  type Issue,
} from "../engine/errors.js";
import { joinIssues } from "../engine/error-response.js";
import { refuseUnknown } from "../engine/options.js";
import type { Validator } from "../engine/validator.js";
import { findRequestIssues } from "./request-issues.js";
import { resolvePasswordPolicy, type PasswordPolicy } from "./password-policy.js";
import { findMismatch } from "./response-mismatch.js";

/** What {@link createValidator} takes. All of it is optional. */
export interface ValidatorOptions {
  /**
   * Takes the error of an answer that is not what the API documents. The call then goes on with the
   * data as they came. @default the error is thrown
   */
  readonly onMismatch?: ((error: ResponseFormatError) => void) | undefined;
  /**
   * What a new password must have; what is left out is as by default. `null` leaves it to the
   * server. @default what a new server of `/api/v1` demands; of `/api/v0` the length alone
   */
  readonly passwordPolicy?: Partial<PasswordPolicy> | null | undefined;
}

/**
 * Makes a validator for `createClient({ validate })`.
 *
 * A request that the server would refuse, or that would make it fail, is a `ValidationError` with
 * `outcome: "not-sent"`, and the `issues` that the server would have found. An answer that is not
 * what the API documents is a `ResponseFormatError` that names the place; members that the document
 * lacks are no fault, since newer servers send them.
 *
 * @throws ConfigurationError where an option is wrong or unknown
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
  // Callers without a compiler may pass anything.
  const given: unknown = options;
  if (typeof given !== "object" || given === null) {
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
  return new ValidationError(`${call.caller} refused before it was sent: ${joinIssues(issues)}`, {
    ...call,
    status: 400,
    issues,
    body: issues,
    headers: new Headers(),
  });
}

function mismatched(call: CallDetails, status: number, mismatch: string): ResponseFormatError {
  return new ResponseFormatError(
    `${call.caller} failed: ${status} with data that the API does not document: ${mismatch}`,
    { ...call, outcome: "unknown" },
  );
}
