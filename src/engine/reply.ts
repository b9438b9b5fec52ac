import { readErrorText, receive, Received, type BodyProblem } from "./body.js";
import type { Call } from "./call.js";
import { connectionErrorOf } from "./connection-error.js";
import { errorOf } from "./error-response.js";
import { ResponseFormatError } from "./errors.js";
import type { Reply } from "./layer.js";
import { isJson } from "./media-type.js";
import { bodyKindOf } from "./operation.js";
import type { BodyKind } from "./operation-entry.js";

const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Reads a response.
 *
 * @throws ApiError if the status is an error
 * @throws ResponseFormatError if the body is not what the operation documents
 * @throws ConnectionError if the connection breaks
 */
export async function readReply(call: Call, response: Response): Promise<Reply> {
  const { operation, options } = call;
  const { status } = response;
  const kind = bodyKindOf(operation, status);
  if (kind === undefined) {
    refuseRedirect(call, response);
    throw errorOf(call, response, await readErrorText(call, response));
  }
  const received = new Received();
  let problem: BodyProblem | undefined;
  try {
    problem = await receive(call, response, options.maxResponseSize, received);
  } catch (error) {
    throw connectionErrorOf(call, error);
  }
  if (problem) throw malformed(call, response, problemText(call, problem));
  const reply = decode(call, response, kind, received.bytes());
  options.validate?.checkResponse(call.details(), status, reply.data);
  return reply;
}

function problemText(call: Call, problem: BodyProblem): string {
  return problem === "used"
    ? "the body was already read, by the option fetch or by middleware. Read a clone() instead"
    : `the body has more than ${call.options.maxResponseSize} bytes. ` +
        "Raise the option maxResponseSize if that is expected";
}

/** Turns the bytes of a success into its data. */
function decode(
  call: Call,
  response: Response,
  kind: BodyKind | "other",
  bytes: Uint8Array,
): Reply {
  const { operation } = call;
  const type = response.headers.get("content-type") ?? "";
  if (kind === "other") {
    const isEmpty = bytes.length === 0 && Object.values(operation.success).includes("empty");
    kind = isEmpty ? "empty" : "json";
  }
  if (kind === "binary") {
    // Safe: bytes of a response are never over shared memory.
    const data = new Blob([bytes as Uint8Array<ArrayBuffer>], { type });
    return { data, response, text: undefined };
  }
  // If no data are documented, the body is ignored, whatever it is.
  const text = decodeText(call, response, bytes, kind !== "empty");
  if (kind === "text") return { data: text, response, text };
  if (kind === "empty") {
    // A server's own page repeats its status. A proxy's page says nothing about the request.
    if (/^text\/html/i.test(type) && !text.includes(`${response.status} OK`) && text !== "")
      throw malformed(
        call,
        response,
        `${shownType(type)}, not the server's own response. Is there a proxy in between?`,
      );
    return { data: undefined, response, text };
  }
  if (text === "") throw malformed(call, response, "empty response body; expected JSON");
  if (!isJson(type))
    throw malformed(
      call,
      response,
      `${shownType(type)}; expected JSON. Is there a proxy in between?`,
    );
  try {
    return { data: JSON.parse(text), response, text };
  } catch {
    // The platform's own error quotes the body, which may hold a token.
    throw malformed(call, response, `the body is not valid JSON, or incomplete`);
  }
}

const strictDecoder = new TextDecoder("utf-8", { fatal: true });
const lenientDecoder = new TextDecoder();

function decodeText(call: Call, response: Response, bytes: Uint8Array, fatal: boolean): string {
  try {
    // Replaced characters would be data that the server never sent.
    return (fatal ? strictDecoder : lenientDecoder).decode(bytes);
  } catch {
    throw malformed(call, response, "the body is not UTF-8");
  }
}

/** Only well-known types are shown: a server could repeat anything. */
function shownType(type: string): string {
  const known = /^(text\/(html|plain|xml|css)|application\/(xml|octet-stream))\b/i.exec(type)?.[0];
  return `the response is ${known ?? "of an unknown type"}`;
}

function refuseRedirect(call: Call, response: Response): void {
  // Browsers hide the status of a redirect that is not followed.
  if (!redirects.has(response.status) && response.type !== "opaqueredirect") return;
  const location = response.headers.get("location");
  const origin = location === null ? undefined : originOf(location, call.request?.url);
  const target = origin && call.redactor()(` to ${origin}`);
  const { outcome } = call.details();
  throw malformed(
    call,
    response,
    `the server redirects${target ?? ""}. Redirects are not followed, to keep the credential safe. Is baseUrl right?`,
    outcome === "unknown" ? outcome : "rejected",
  );
}

function originOf(location: string, base: string | undefined): string | undefined {
  try {
    return new URL(location, base).origin;
  } catch {
    return undefined;
  }
}

function malformed(
  call: Call,
  { status }: Response,
  problem: string,
  outcome: "rejected" | "unknown" = "unknown",
): ResponseFormatError {
  return new ResponseFormatError(`${call.operation.name} failed: ${status}, ${problem}`, {
    ...call.details(),
    outcome,
  });
}
