import type { FaultName } from "datameta-client/testing";
import { isIdempotent } from "../../../src/engine/retry.js";
import type { Operation } from "../../../src/engine/operation.js";
import type { UnreachableName } from "./unreachable.js";

/** The documented result of a call. */
export type Settled =
  | { readonly name: "data" | "no data" }
  | {
      readonly name: string;
      readonly outcome: string;
      readonly retryable: boolean;
      readonly attempts: number;
      readonly phase?: string;
      readonly retryAfter?: number;
    };

type Expectation = (operation: Operation) => Settled;

/** The retry option of every call: one more attempt, without a delay. */
export const retry = { limit: 1, maxDelay: 1 };

/** The call is retried if its method is idempotent. */
function retried(name: string, outcome: string, more?: { retryable: true }): Expectation {
  return ({ method }) => {
    const retryable = isIdempotent(method);
    return { name, outcome, retryable, attempts: retryable ? retry.limit + 1 : 1, ...more };
  };
}

const noConnection = retried("ConnectionError", "not-sent", { retryable: true });
const brokenConnection = retried("ConnectionError", "unknown");

function once(name: string, outcome: string): Expectation {
  return () => ({ name, outcome, retryable: false, attempts: 1 });
}

/** The server asks for a longer delay than the retry option allows. */
function postponed(name: string, outcome: string): Expectation {
  return ({ method }) => ({
    name,
    outcome,
    retryable: isIdempotent(method),
    attempts: 1,
    retryAfter: 1000,
  });
}

function timedOut(phase: string): Expectation {
  return ({ method }) => ({
    name: "TimeoutError",
    outcome: "unknown",
    retryable: isIdempotent(method),
    attempts: 1,
    phase,
  });
}

const malformed = once("ResponseFormatError", "unknown");
const redirected = once("ResponseFormatError", "rejected");

/** The result for a 200 response. Operations with a documented empty 200 have no data. */
function for200(expectation: Expectation): Expectation {
  return (operation) =>
    operation.success[200] === "empty" ? { name: "no data" } : expectation(operation);
}

const isDocumented = (operation: Operation, status: number): boolean => status in operation.success;
const hasEmptySuccess = ({ success }: Operation): boolean =>
  Object.values(success).includes("empty");

/** The body is read up to the size limit or the deadline, whichever comes first. */
const tooLarge = (operation: Operation): Settled[] =>
  [malformed, timedOut("body"), timedOut("request")].map((expectation) => expectation(operation));

/** The documented result of each fault. If there are several, one of them must occur. */
export const expectations: Record<
  FaultName | UnreachableName,
  (operation: Operation) => Settled | Settled[]
> = {
  refused: noConnection,
  "no such host": noConnection,
  "self-signed certificate": noConnection,
  "answer-lost": brokenConnection,
  "reset-in-request": brokenConnection,
  "stall-in-request": timedOut("request"),
  "reset-before-headers": brokenConnection,
  "reset-in-headers": brokenConnection,
  "reset-after-headers": brokenConnection,
  "stall-before-headers": timedOut("request"),
  "stall-in-body": timedOut("body"),
  "cut-body": brokenConnection,
  "content-length-too-long": brokenConnection,
  "content-length-too-short": for200(malformed),
  "broken-chunking": brokenConnection,
  "cut-gzip": for200(malformed),
  // In Node 20, fetch loses the error if the data are broken before the first read.
  "broken-gzip": (operation) => [brokenConnection(operation), timedOut("body")(operation)],
  "huge-body": tooLarge,
  "endless-body": tooLarge,
  "too-many-headers": brokenConnection,
  "proxy-page": retried("ServerError", "unknown"),
  "login-page": malformed,
  "empty-body": (operation) =>
    hasEmptySuccess(operation) && operation.success[200] !== "json"
      ? { name: "no data" }
      : malformed(operation),
  "cut-json": for200(malformed),
  // Only `validate` checks the type of the data.
  "wrong-json": for200(() => ({ name: "data" })),
  "null-json": for200(() => ({ name: "data" })),
  "invalid-utf-8": for200(malformed),
  "redirect-elsewhere": redirected,
  "redirect-loop": redirected,
  "redirect-with-body": (operation) =>
    isDocumented(operation, 307) ? { name: "data" } : redirected(operation),
  "no-content-with-body": (operation) =>
    hasEmptySuccess(operation) ? { name: "no data" } : malformed(operation),
  teapot: once("ApiError", "rejected"),
  "too-many-requests": postponed("TooManyRequestsError", "rejected"),
  unavailable: postponed("ServerError", "unknown"),
  "unknown-status": once("ServerError", "unknown"),
};
