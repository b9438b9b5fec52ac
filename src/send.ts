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
  const { validate } = call.options;
  validate?.checkRequest(call.details(), request.url, await bodyText(request));
  try {
    return await withinDeadline(call, (aborted) =>
      sendUntilSettled(call, request, connection, aborted),
    );
  } finally {
    // However the call ended, also where its attempt never does: those that wait for its token go on.
    call.pass?.settle("undecided");
  }
}

/**
 * Runs a part of a call, or all of it, until its deadline. Within, `call.signal` aborts for whatever
 * ends it.
 *
 * @throws TimeoutError
 */
export async function withinDeadline<T>(
  call: Call,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { timeout } = call.options;
  call.end ||= Date.now() + timeout;
  try {
    return await withDeadline(timeout, call.signal, (signal) => {
      call.signal = signal;
      return task(signal);
    });
  } catch (error) {
    if (error !== timedOut) throw error;
    throw new TimeoutError(
      `${call.operation.operationId} failed: no answer within ${timeout} ms (${call.phase}); ` +
        `${call.operation.method} ${redactUrl(call.url)}`,
      timeout,
      call.phase,
      timeoutDetails(call),
    );
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
  const { credential, pass } = await admit(call, request, connection);
  call.pass = pass;
  try {
    signal.throwIfAborted();
    const response = await exchange(call, request, credential, signal);
    // Only a success shows that the server took the credential: a proxy may give any error.
    if (call.operation.security === "required") pass?.settle("accepted");
    return response;
  } catch (error) {
    if (error instanceof UnauthorizedError) pass?.settle(error);
    throw error;
  } finally {
    pass?.settle("undecided");
  }
}
