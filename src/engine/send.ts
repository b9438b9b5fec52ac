import type { Call } from "./call.js";
import { connectionErrorOf, hasFetchGivenUp, isNeverSent } from "./connection-error.js";
import { pause } from "./deadline.js";
import { ApiError, ConnectionError, type ClientError } from "./errors.js";
import type { Authorization, Reply, WrittenRequest } from "./layer.js";
import { bodyKindOf } from "./operation.js";
import { readReply } from "./reply.js";
import { delayBefore, isTransient } from "./retry.js";

/** How long a request may wait for its status after its caller has left, in milliseconds. */
const longestLinger = 30_000;

/**
 * Sends a request until it succeeds or fails for good. Credentials are asked for and bodies are read
 * in here, so that a retry gets a new credential, and a body that breaks off is a failure like others.
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
      const asked = layer.authorize(call, request);
      authorization = asked instanceof Promise ? await asked : asked;
    } catch (error) {
      // The server's 401 says more than the refusal to send the same token again.
      throw call.rejection ?? error;
    }
    if (call.isOver()) {
      authorization.release?.("not-sent");
      throw call.controller.signal.reason; // Nobody hears it.
    }
    try {
      return await attempt(call, request, authorization);
    } catch (error) {
      if (call.isOver()) throw error;
      const isRejected = error instanceof ApiError && error.status === 401;
      if (isRejected && authorization.isRenewable && !call.rejection) {
        call.rejection = error;
        continue;
      }
      const delay = delayBeforeRetry(call, error);
      if (delay === undefined || authorization.isRepeatable?.() === false) throw error;
      call.isUncertain ||= (error as ClientError).outcome === "unknown"; // Only those have a delay.
      call.phase = "pause";
      await pause(call, delay);
      if (call.isOver()) throw error;
    }
  }
}

/** Milliseconds until the next attempt; `undefined` if there is none. */
function delayBeforeRetry(call: Call, error: unknown): number | undefined {
  const { limit, methods, maxDelay } = call.options.retry;
  const isRetryable =
    (error instanceof ConnectionError && !hasFetchGivenUp(error)) ||
    (error instanceof ApiError && (call.layer.isTransient ?? isTransient)(error.status));
  if (!isRetryable || call.attempts > limit || !methods.includes(call.request?.method ?? ""))
    return undefined;
  const retryAfter = error instanceof ApiError ? error.retryAfter : undefined;
  const delay = delayBefore(call.attempts, retryAfter, maxDelay, Math.random());
  // The server said when to come back. An earlier attempt, or one after the deadline, is useless.
  return delay > maxDelay || performance.now() + delay >= call.end ? undefined : delay;
}

async function attempt(
  call: Call,
  request: WrittenRequest,
  authorization: Authorization,
): Promise<Reply> {
  const { options, controller } = call;
  const { needsStatus, secrets } = authorization;
  let linger: ReturnType<typeof setTimeout> | undefined;
  let response: Response | undefined;
  let readsOn = false;
  const leave = (reason: unknown) => {
    if (readsOn) return;
    authorization.release?.(response ? headOf(response) : "lost");
    // An unread body would keep the connection open.
    controller.abort(reason);
  };
  call.leave = (reason) => {
    if (!needsStatus || response) leave(reason);
    else unref((linger = setTimeout(leave, longestLinger, reason)));
  };
  call.attempts++;
  call.phase = "request";
  if (secrets) call.credentials = call.credentials.concat(secrets);
  try {
    // Looked up here, so that test tools may replace it after the client was created.
    const fetch = options.fetch ?? globalThis.fetch;
    response = await fetch(...fetchArguments(call, request, authorization));
  } catch (error) {
    authorization.release?.(isNeverSent(error) ? "not-sent" : "lost");
    throw connectionErrorOf(call, error);
  } finally {
    clearTimeout(linger);
  }
  // From here on the status is known, whatever becomes of the body.
  call.phase = "body";
  if (response.status === 401) authorization.release?.(headOf(response));
  // The body of an error tells whether it comes from the server, so it is read for nobody, too.
  else readsOn = needsStatus === true && !bodyKindOf(call.operation, response.status);
  if (call.isOver()) leave(undefined);
  try {
    const reply = await readReply(call, response);
    authorization.release?.("success");
    return reply;
  } catch (error) {
    const head = headOf(response);
    authorization.release?.(error instanceof ApiError ? { ...head, body: error.body } : head);
    throw error;
  }
}

const headOf = ({ status, headers }: Response) => ({ status, headers });

function fetchArguments(
  { controller: { signal } }: Call,
  { method, url, headers, body }: WrittenRequest,
  { headers: own, session, query }: Authorization,
): [url: string, init: RequestInit] {
  const all: Record<string, string> = { ...headers, ...own };
  const { cookie } = headers;
  if (cookie && own?.["cookie"]) all["cookie"] = `${cookie}; ${own["cookie"]}`;
  // Redirects are not followed: the credential would go along.
  const init: RequestInit = { method, headers: all, signal, redirect: "manual" };
  if (body != null) init.body = body;
  // Some runtimes have no cookies, and throw if the option is there at all.
  if ("credentials" in Request.prototype) init.credentials = session ? "include" : "omit";
  return [query ? withQuery(url, query) : url, init];
}

/** In Node and its like, keeps a timer from keeping the process alive. */
function unref(timer: unknown): void {
  (timer as { unref?: () => void }).unref?.();
}

/** Adds parts to a URL's query. */
export function withQuery(url: string, parts: readonly string[]): string {
  const query = parts.filter((part) => part !== "").join("&");
  if (query === "") return url;
  return `${url}${url.includes("?") ? "&" : "?"}${query}`;
}
