import { readErrorText, receive, Received, type BodyProblem } from "./body.js";
import type { Call } from "./call.js";
import { connectionErrorOf } from "./connection-error.js";
import { errorOf } from "./error-response.js";
import { ResponseFormatError } from "./errors.js";
import type { Reply } from "./layer.js";
import { isJson } from "./media-type.js";
import { bodyKindOf } from "./operation.js";
import type { BodyKind } from "./operation-entry.js";

/**
 * Reads a response.
 *
 * @throws ApiError if the status is an error status
 * @throws ResponseFormatError if the body is not what the operation documents
 * @throws ConnectionError if the connection breaks
 */
export async function readReply(
  call: Call,
  response: Response,
  documented = bodyKindOf(call.operation, response.status),
): Promise<Reply> {
  const { status } = response;
  const { validate, maxResponseSize } = call.options;
  if (!documented) {
    refuseRedirect(call, response);
    throw errorOf(call, response, await readErrorText(call, response));
  }
  const kind = call.layer.read?.(call, response, documented) ?? documented;
  // Safe: a layer with more kinds of bodies reads them itself and returns a reply.
  if (typeof kind === "object") return kind as Reply;
  const received = new Received();
  let problem: BodyProblem | undefined;
  try {
    problem = await receive(call, response, maxResponseSize, received);
  } catch (error) {
    throw connectionErrorOf(call, error);
  }
  if (problem === "used") {
    throw malformed(
      call,
      status,
      "the body was already read by the option fetch or by middleware. Read a clone() instead.",
    );
  }
  if (problem) {
    throw malformed(
      call,
      status,
      `the body has more than ${maxResponseSize} bytes. Raise the option maxResponseSize if that is expected.`,
    );
  }
  const reply = decode(call, response, kind as BodyKind | "other", received.bytes);
  validate?.checkResponse(call.details(), status, reply.data);
  return reply;
}

const strictDecoder = new TextDecoder("utf-8", { fatal: true });
const lenientDecoder = new TextDecoder();

/** Converts the bytes of a successful response to its data. */
function decode(
  call: Call,
  response: Response,
  kind: BodyKind | "other",
  bytes: Uint8Array<ArrayBuffer>,
): Reply {
  const { status, headers } = response;
  const type = headers.get("content-type") ?? "";
  if (kind === "other") {
    const isEmpty = !bytes.length && Object.values(call.operation.success).includes("empty");
    kind = isEmpty ? "empty" : "json";
  }
  if (kind === "binary") return { data: new Blob([bytes], { type }), response, text: undefined };
  let text: string;
  let data: unknown;
  try {
    // A lenient decoder would replace invalid bytes by characters that the server never sent. That
    // does not matter if the operation documents no data, because the body is then ignored.
    const decoder = call.layer.decoder?.(type) ?? strictDecoder;
    text = (kind === "empty" ? lenientDecoder : decoder).decode(bytes);
  } catch {
    throw malformed(call, status, "the body is not UTF-8");
  }
  const isPage = /^text\/html/i.test(type);
  if (kind === "text") data = text;
  if (kind === "empty" && status < 300 && isPage && text && !text.includes(`${status} OK`)) {
    // A page of the server itself contains its status. A page of a proxy does not show success.
    throw thirdParty(call, status, isPage);
  }
  if (kind === "json") {
    if (!text) throw malformed(call, status, "empty response body; expected JSON");
    if (!isJson(type)) throw thirdParty(call, status, isPage);
    try {
      data = JSON.parse(text);
    } catch {
      // The platform's own error quotes the body, which may contain a token.
      throw malformed(call, status, "the body is incomplete or not valid JSON");
    }
  }
  return { data, response, text };
}

/** Creates the error for an unexpected media type. It omits the type, which may repeat a secret. */
function thirdParty(call: Call, status: number, isPage: boolean): ResponseFormatError {
  const what = isPage ? "a web page" : "not JSON";
  return malformed(call, status, `the response is ${what}. Is there a proxy in between?`);
}

function refuseRedirect(call: Call, { status, type, headers }: Response): void {
  // If a browser does not follow a redirect, it hides the status.
  if (![301, 302, 303, 307, 308].includes(status) && type !== "opaqueredirect") return;
  let target = "";
  try {
    const { origin } = new URL(headers.get("location") ?? "http://", call.request?.url);
    target = call.redactor()(` to ${origin}`);
  } catch {
    // The header is missing or is not a URL.
  }
  throw malformed(
    call,
    status,
    `the server redirects${target}. Redirects are not followed, to keep the credential safe. Is baseUrl right?`,
    call.outcome === "unknown" ? "unknown" : "rejected",
  );
}

function malformed(
  call: Call,
  status: number,
  problem: string,
  outcome: "rejected" | "unknown" = "unknown",
): ResponseFormatError {
  return call.failure(ResponseFormatError, `${status}, ${problem}`, { outcome });
}
