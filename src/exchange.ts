import type { Credential } from "./auth.js";
import type { Call } from "./call.js";
import { connectionErrorOf } from "./connection-error.js";
import { errorOf } from "./error-response.js";
import { DataMetaError, ResponseFormatError } from "./errors.js";
import { inAllForms, redact, secretsOf } from "./redact.js";
import { bodyText, RequestParts, type Outgoing } from "./request.js";
import { isSuccess, parseData, readText } from "./response-body.js";

/**
 * One request and its answer, by the platform's `fetch`.
 *
 * @returns the response, its body read into `call.data`
 * @throws ApiError, ConnectionError or ResponseFormatError
 */
export async function exchange(
  call: Call,
  request: Outgoing,
  credential: Credential,
  signal: AbortSignal,
): Promise<Response> {
  const { operation, options } = call;
  // Looked up here, so that test tools may replace it after the client was made.
  const fetch = options.fetch ?? globalThis.fetch;
  call.attempts++;
  call.phase = "request";
  // A later attempt may have another one, and the answer to it still quote this.
  if (credential.secret !== undefined) call.secrets = [...call.secrets, credential.secret];
  const secrets = () => secretsIn(call, request);
  let response: Response;
  let text: string;
  try {
    response = await (request instanceof RequestParts
      ? fetch(request.url, initOf(request, credential, signal))
      : fetch(authorize(request, credential, signal)));
    call.phase = "body";
    text = await readText(call, response, secrets);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DataMetaError) throw error;
    throw connectionErrorOf(error, call.details(), await secrets());
  }
  const hidden = isSuccess(operation, response.status) ? [] : await secrets();
  call.data = interpret(call, response, text, hidden);
  // openapi-fetch reads once more what middleware may have changed.
  const isReadAgain = !(request instanceof RequestParts);
  call.response = isReadAgain ? rebuild(response, call.data, text) : response;
  return call.response;
}

/**
 * Says what an answer means.
 *
 * @returns the data of a success
 * @throws ApiError or ResponseFormatError
 */
export function interpret(
  call: Call,
  response: Response,
  text: string,
  secrets: readonly string[],
): unknown {
  const { operation } = call;
  refuseRedirect(call, response, secrets);
  if (isSuccess(operation, response.status)) {
    const data = parseData(call, response, text);
    call.options.validate?.checkResponse(call.details(), response.status, data);
    return data;
  }
  throw errorOf(operation, response, text, call.details(), secrets);
}

function initOf(request: RequestParts, credential: Credential, signal: AbortSignal): RequestInit {
  const { method, body } = request;
  const headers = { ...request.headers };
  if (credential.header) headers[credential.header] = credential.value;
  return { method, headers, signal, ...settings(credential), ...(body != null && { body }) };
}

/** A copy, so that the request can be sent again. */
function authorize(request: Request, credential: Credential, signal: AbortSignal): Request {
  const copy = new Request(request.clone(), { signal, ...settings(credential) });
  if (credential.header) copy.headers.set(credential.header, credential.value);
  return copy;
}

/**
 * Redirects are not followed: the credential would go along, and one operation documents a redirect
 * as its answer. Cookies of the browser are neither sent nor kept unless the session was asked for.
 */
function settings(credential: Credential): RequestInit {
  // Some runtimes have no cookies and throw at the mere option.
  if (!("credentials" in Request.prototype)) return { redirect: "manual" };
  return { redirect: "manual", credentials: credential.session ? "include" : "omit" };
}

async function secretsIn(call: Call, request: Outgoing): Promise<string[]> {
  const given = request instanceof RequestParts ? [] : credentialsIn(request.headers);
  return inAllForms([...call.secrets, ...given, ...secretsOf(undefined, await bodyText(request))]);
}

/** What middleware has signed a request with. The name of a scheme, like Bearer, is no secret. */
function credentialsIn(headers: Headers): string[] {
  const values = ["authorization", "cookie"].flatMap((name) => headers.get(name) ?? []);
  return values.flatMap((value) => value.split(/[\s;=]/)).filter((part) => part.length > 6);
}

function refuseRedirect(call: Call, response: Response, secrets: readonly string[]): void {
  const { status } = response;
  const redirects = status >= 300 && status < 400 && !(status in call.operation.success);
  // Browsers hide the status of a redirect that is not followed.
  if (!redirects && response.type !== "opaqueredirect") return;
  const location = response.headers.get("Location");
  const origin = location === null ? "" : originOf(location, call.url);
  // A host is in lower case.
  const target = redact(
    origin && ` to ${origin}`,
    secrets.map((secret) => secret.toLowerCase()),
  );
  throw new ResponseFormatError(
    `${call.operation.operationId} failed: the server redirects${target}, which is not followed, so ` +
      "that no credential goes astray; is baseUrl right?",
    { ...call.details(), outcome: call.uncertain ? "unknown" : "rejected" },
  );
}

function originOf(location: string, base: string): string {
  try {
    return new URL(location, base).origin;
  } catch {
    return "an address that is none";
  }
}

/** The same answer with an unread body; where none is documented, what came is left out. */
function rebuild(response: Response, data: unknown, text: string): Response {
  const { status } = response;
  // A server may send what a program may not.
  const statusText = response.statusText.replace(/[^\t\x20-\x7e\x80-\xff]/g, "?");
  const headers = new Headers(response.headers);
  // They told of the body on the wire.
  headers.delete("Content-Length");
  headers.delete("Content-Encoding");
  return new Response(data === undefined ? null : text, { status, statusText, headers });
}
