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
 * @throws ApiError if the status is an error
 * @throws ResponseFormatError if the body is not what the operation documents
 * @throws ConnectionError if the connection breaks
 */
export async function readReply(call: Call, response: Response): Promise<Reply> {
  const { status } = response;
  const { validate, maxResponseSize } = call.options;
  const documented = bodyKindOf(call.operation, status);
  if (!documented) {
    refuseRedirect(call, response);
    throw errorOf(call, response, await readErrorText(call, response));
  }
  const kind = call.layer.read?.(call, response, documented) ?? documented;
  // Safe: a layer whose table has more kinds reads them itself.
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
      "the body was already read, by the option fetch or by middleware. Read a clone() instead",
    );
  }
  if (problem) {
    throw malformed(
      call,
      status,
      `the body has more than ${maxResponseSize} bytes. Raise the option maxResponseSize if that is expected`,
    );
  }
  const reply = decode(call, response, kind as BodyKind | "other", received.bytes);
  validate?.checkResponse(call.details(), status, reply.data);
  return reply;
}

const strictDecoder = new TextDecoder("utf-8", { fatal: true });
const lenientDecoder = new TextDecoder();

/** Turns the bytes of a success into its data. */
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
    // Replaced characters would be data that the server never sent. Without documented data, the
    // body is ignored, whatever it is.
    text = (kind === "empty" ? lenientDecoder : strictDecoder).decode(bytes);
  } catch {
    throw malformed(call, status, "the body is not UTF-8");
  }
  const isPage = /^text\/html/i.test(type);
  if (kind === "text") data = text;
  if (kind === "empty" && status < 300 && isPage && text && !text.includes(`${status} OK`)) {
    // A server's own page repeats its status. A proxy's page says nothing about the request.
    throw thirdParty(call, status, isPage);
  }
  if (kind === "json") {
    if (!text) throw malformed(call, status, "empty response body; expected JSON");
    if (!isJson(type)) throw thirdParty(call, status, isPage);
    try {
      data = JSON.parse(text);
    } catch {
      // The platform's own error quotes the body, which may hold a token.
      throw malformed(call, status, "the body is not valid JSON, or incomplete");
    }
  }
  return { data, response, text };
}

/** The type is not shown: a server could repeat anything in it. */
function thirdParty(call: Call, status: number, isPage: boolean): ResponseFormatError {
  const what = isPage ? "a web page" : "not JSON";
  return malformed(call, status, `the response is ${what}. Is there a proxy in between?`);
}

function refuseRedirect(call: Call, { status, type, headers }: Response): void {
  // Browsers hide the status of a redirect that is not followed.
  if (![301, 302, 303, 307, 308].includes(status) && type !== "opaqueredirect") return;
  let target = "";
  try {
    const { origin } = new URL(headers.get("location") ?? "http://", call.request?.url);
    target = call.redactor()(` to ${origin}`);
  } catch {
    // There is no address, or what is there is none.
  }
  throw malformed(
    call,
    status,
    `the server redirects${target}. Redirects are not followed, to keep the credential safe. Is baseUrl right?`,
    call.isUncertain ? "unknown" : "rejected",
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
