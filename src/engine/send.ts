import { readBody, readErrorText } from "./body.js";
import type { Call } from "./call.js";
import { connectionErrorOf, hasFetchGivenUp, isNeverSent } from "./connection-error.js";
import { pause } from "./deadline.js";
import { errorOf, redirectErrorOf } from "./error-response.js";
import { ApiError, ConnectionError, ResponseFormatError, type ClientError } from "./errors.js";
import { isRecord } from "./issues.js";
import type { Authorization, Reply, WrittenRequest } from "./layer.js";
import { bodyKindOf } from "./operation.js";
import { replyOf } from "./reply.js";
import { delayBefore, isTransient } from "./retry.js";

/** How long a request may wait for its status after its call has ended, in milliseconds. */
const longestLinger = 30_000;

/**
 * Sends a request, and repeats it until it succeeds or cannot be repeated. Each attempt includes
 * asking for the credential and reading the body. So every retry gets a new credential, and a body
 * that breaks off is retried, too.
 */
export async function send(call: Call, request: WrittenRequest): Promise<Reply> {
  const { layer, options } = call;
  const { url, body } = request;
  call.request = request;
  options.validate?.checkRequest(call.details(), url, typeof body === "string" ? body : undefined);
  for (;;) {
    call.phase = "credential";
    let authorization: Authorization;
    try {
      const result = layer.authorize(call, request);
      // An `await` costs time, even if there is nothing to wait for.
      authorization = result instanceof Promise ? await waitFor(call, result) : result;
    } catch (error) {
      // The server's own 401 is more useful than the error that the token was not resent.
      throw call.rejection ?? error;
    }
    try {
      return await attempt(call, request, authorization);
    } catch (error) {
      await prepareRetry(call, authorization, error);
    }
  }
}

/** Waits for a credential. If the call ends meanwhile, its request is not sent. */
async function waitFor(call: Call, pending: Promise<Authorization>): Promise<Authorization> {
  const authorization = await pending;
  if (!call.isOver()) return authorization;
  authorization.release?.("not-sent");
  throw call.controller.signal.reason; // It has no effect, because the call is over.
}

/** Sends the request once, and reads the response. */
async function attempt(
  call: Call,
  request: WrittenRequest,
  authorization: Authorization,
): Promise<Reply> {
  const { options, layer, operation } = call;
  const { needsStatus, secrets } = authorization;
  // A body that is not read to its end aborts its own attempt only.
  if (call.attempts > 0) call.controller = new AbortController();
  const { controller } = call;
  const wasOffline = isOffline();
  let response: Response | undefined;
  let keepsReading = false;
  const leave = (reason: unknown) => {
    if (keepsReading) return;
    authorization.release?.(response ? headOf(response) : "lost");
    controller.abort(reason);
  };
  let stopLingering: () => void = () => undefined;
  call.leave = (reason) => {
    if (!needsStatus || response) {
      leave(reason);
      return;
    }
    const timer = setTimeout(leave, longestLinger, reason);
    unref(timer);
    stopLingering = () => {
      clearTimeout(timer);
      leave(reason);
    };
  };
  call.attempts++;
  call.phase = "request";
  if (secrets) call.credentials = call.credentials.concat(secrets);
  try {
    // `fetch` is looked up here, so that test tools can replace it after the client is created.
    const fetch = options.fetch ?? globalThis.fetch;
    response = await fetch(authorization.url ?? request.url, initOf(call, request, authorization));
  } catch (error) {
    const wasNeverSent = wasOffline || isNeverSent(error);
    authorization.release?.(wasNeverSent ? "not-sent" : "lost");
    stopLingering();
    throw connectionErrorOf(call, error, wasNeverSent);
  }
  if (!isResponse(response)) {
    authorization.release?.("lost");
    stopLingering();
    throw call.failure(ResponseFormatError, "the option fetch did not return a readable Response", {
      outcome: "unknown",
    });
  }
  // From here on the status is known, even if reading the body fails.
  call.phase = "body";
  const documented = bodyKindOf(operation, response.status);
  if (response.status === 401) authorization.release?.(headOf(response));
  // Only the body of an error shows whether the server sent it, so it is read even after the call ends.
  else keepsReading = needsStatus === true && !documented;
  stopLingering();
  try {
    if (!documented) {
      const redirect = redirectErrorOf(call, response);
      if (!redirect) throw errorOf(call, response, await readErrorText(call, response));
      // Without this, the unread body would keep the connection open.
      controller.abort();
      throw redirect;
    }
    const kind = layer.read?.(call, response, documented) ?? documented;
    // Safe: a layer with more kinds of bodies reads them itself and returns a reply.
    const reply =
      typeof kind === "object"
        ? (kind as Reply)
        : replyOf(
            call,
            response,
            kind,
            await readBody(call, response, options.maxResponseSize, kind),
          );
    authorization.release?.("success");
    return reply;
  } catch (error) {
    const head = headOf(response);
    authorization.release?.(error instanceof ApiError ? { ...head, body: error.body } : head);
    throw error;
  }
}

/** Returns whether a browser is offline. Its network errors have no codes. */
function isOffline(): boolean {
  return (globalThis as { navigator?: { onLine?: boolean } }).navigator?.onLine === false;
}

/** Returns whether `fetch` returned a response, of the platform or of a library. */
function isResponse(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value["headers"]) || !("get" in value["headers"])) return false;
  // Browsers hide the status of other opaque responses.
  return value["status"] !== 0 || value["type"] === "opaqueredirect";
}

const headOf = ({ status, headers }: Response) => ({ status, headers });

/** Returns the second argument of `fetch`. */
function initOf(
  { controller: { signal } }: Call,
  { method, headers, body }: WrittenRequest,
  { headers: own, session }: Authorization,
): RequestInit {
  const all: Record<string, string> = { ...headers, ...own };
  if (
    own &&
    headers["cookie"] &&
    Object.hasOwn(own, "cookie") &&
    Object.hasOwn(headers, "cookie")
  ) {
    all["cookie"] = `${headers["cookie"]}; ${own["cookie"]}`;
  }
  // Redirects are not followed, because the credential would be sent to the new address.
  const init: RequestInit = { method, headers: all, signal, redirect: "manual" };
  if (body != null) init.body = body;
  // Runtimes without cookies throw if `init` has this member.
  if ("credentials" in Request.prototype) init.credentials = session ? "include" : "omit";
  return init;
}

/** Waits until a failed attempt can be repeated. @throws the error of the attempt if it cannot */
async function prepareRetry(
  call: Call,
  authorization: Authorization,
  error: unknown,
): Promise<void> {
  if (call.isOver()) throw error;
  if (
    error instanceof ApiError &&
    error.status === 401 &&
    authorization.isRenewable &&
    !call.rejection
  ) {
    call.rejection = error;
    call.addOutcome("rejected");
    return;
  }
  const delay = delayBeforeRetry(call, error);
  if (delay === undefined || authorization.isRepeatable?.() === false) throw error;
  call.addOutcome((error as ClientError).outcome); // Safe: only a ClientError has a delay.
  call.phase = "pause";
  await pause(call, delay);
  if (call.isOver()) throw error;
}

/** Returns the milliseconds until the next attempt, or `undefined` if there is no next attempt. */
function delayBeforeRetry(call: Call, error: unknown): number | undefined {
  const { limit, methods, maxDelay } = call.options.retry;
  const isRetryable =
    (error instanceof ConnectionError && !hasFetchGivenUp(error)) ||
    (error instanceof ApiError && (call.layer.isTransient ?? isTransient)(error.status));
  if (!isRetryable || call.attempts > limit || !methods.includes(call.request?.method ?? ""))
    return undefined;
  const retryAfter = error instanceof ApiError ? error.retryAfter : undefined;
  const delay = delayBefore(call.attempts, retryAfter, maxDelay, Math.random());
  // An attempt before the time that the server named, or after the deadline, would be useless.
  return delay > maxDelay || performance.now() + delay >= call.end ? undefined : delay;
}

/** Allows the process to exit while the timer runs, in Node and compatible runtimes. */
function unref(timer: unknown): void {
  (timer as { unref?: () => void }).unref?.();
}
