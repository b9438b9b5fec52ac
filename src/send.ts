import { admit, type Connection } from "./admit.js";
import type { Call } from "./call.js";
import {
  ApiError,
  ConnectionError,
  TimeoutError,
  UnauthorizedError,
  type DataMetaError,
  type ErrorDetails,
} from "./errors.js";
import { redactUrl } from "./redact.js";
import { bodyText, type Outgoing } from "./request.js";
import { delayBefore, isIdempotent, isTransient } from "./retry.js";
import { pause, timedOut, withDeadline } from "./timeout.js";
import { exchange } from "./exchange.js";

/**
 * Sends a request: deadline around the retry loop, around credential, platform fetch and reading of
 * the body, around the mapping of errors. The body is read here, so that one that stalls or breaks
 * off is a failure like any other; the credential is asked for here, so that a retry gets a new one.
 *
 * @returns the platform's response, its body read into `call.data`
 */
export async function send(
  call: Call,
  request: Outgoing,
  connection: Connection,
): Promise<Response> {
  call.url = request.url;
  const { timeout, signal, validate } = call.options;
  validate?.checkRequest(call.details(), request.url, await bodyText(request));
  call.end = Date.now() + timeout;
  try {
    return await withDeadline(timeout, signal, (aborted) =>
      sendUntilSettled(call, request, connection, aborted),
    );
  } catch (error) {
    if (error !== timedOut) throw error;
    throw new TimeoutError(
      `${call.operation.operationId} failed: no answer within ${timeout} ms (${call.phase}); ` +
        `${call.operation.method} ${redactUrl(request.url)}`,
      timeout,
      call.phase,
      timeoutDetails(call),
    );
  } finally {
    // However the call ended, also where its attempt never does: those that wait for its token go on.
    call.pass?.settle("undecided");
  }
}

function timeoutDetails(call: Call): ErrorDetails {
  const details = call.details();
  const sent = call.phase === "request" || call.phase === "body";
  const outcome = sent ? "unknown" : details.outcome;
  const retryable = outcome === "not-sent" || isIdempotent(call.operation.method);
  return { ...details, outcome, retryable };
}

async function sendUntilSettled(
  call: Call,
  request: Outgoing,
  connection: Connection,
  signal: AbortSignal,
): Promise<Response> {
  const { limit, methods, maxDelay } = call.options.retry;
  for (;;) {
    try {
      return await attempt(call, request, connection, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!isPassing(error)) throw error;
      if (call.attempts > limit || !methods.includes(call.operation.method)) throw error;
      const delay = delayBefore(call.attempts, error.retryAfter, maxDelay, Math.random());
      // The server said when to come back: coming sooner, or waiting in vain, helps nobody.
      if (delay > maxDelay || Date.now() + delay >= call.end) throw error;
      call.uncertain ||= error.outcome === "unknown";
      call.phase = "pause";
      await pause(delay, signal);
    }
  }
}

/** An error that time may heal. */
function isPassing(error: unknown): error is DataMetaError & { readonly retryAfter?: number } {
  return (
    error instanceof ConnectionError || (error instanceof ApiError && isTransient(error.status))
  );
}

async function attempt(
  call: Call,
  request: Outgoing,
  connection: Connection,
  signal: AbortSignal,
): Promise<Response> {
  call.phase = "credential";
  const { credential, pass } = await admit(call, request.url, connection);
  call.pass = pass;
  try {
    signal.throwIfAborted();
    const response = await exchange(call, request, credential, signal);
    if (isAccepted(call, response.status)) pass?.settle("accepted");
    return response;
  } catch (error) {
    if (error instanceof UnauthorizedError) pass?.settle(error);
    else if (error instanceof ApiError && isAccepted(call, error.status)) pass?.settle("accepted");
    throw error;
  } finally {
    pass?.settle("undecided");
  }
}

/**
 * Whether an answer of this status shows that the server accepted the credential: one that the
 * operation requires, and that the server reached after the checks that come before it.
 */
function isAccepted(call: Call, status: number): boolean {
  return call.operation.security === "required" && status !== 400 && status < 500;
}
