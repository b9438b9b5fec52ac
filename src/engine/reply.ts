import type { Body } from "./body.js";
import type { Call } from "./call.js";
import { connectionErrorOf } from "./connection-error.js";
import { ResponseFormatError } from "./errors.js";
import type { Reply } from "./layer.js";
import { isJson } from "./media-type.js";
import type { SuccessKind } from "./operation-entry.js";

const strictDecoder = new TextDecoder("utf-8", { fatal: true });
const lenientDecoder = new TextDecoder();

/**
 * Converts the body of a success to the reply of the call.
 *
 * @throws ResponseFormatError if the body is not what the operation documents
 * @throws ConnectionError if the connection broke
 */
export function replyOf(
  call: Call,
  response: Response,
  kind: SuccessKind | "other",
  { bytes, problem, error }: Body,
): Reply {
  if (problem === "broken") throw connectionErrorOf(call, error);
  const { status, headers } = response;
  const { validate, maxResponseSize } = call.options;
  if (problem) {
    throw malformedReply(
      call,
      status,
      problem === "used"
        ? "the body was already read by the option fetch or by middleware. Read a clone() instead."
        : `the body has more than ${maxResponseSize} bytes. Raise the option maxResponseSize if that is expected.`,
    );
  }
  const type = headers.get("content-type") ?? "";
  if (kind === "other") {
    const isEmpty = !bytes.length && Object.values(call.operation.success).includes("empty");
    kind = isEmpty ? "empty" : "json";
  }
  let text: string | undefined;
  let data: unknown;
  if (kind === "binary") data = new Blob([bytes], { type });
  else {
    try {
      // A lenient decoder would replace invalid bytes by characters that the server never sent. That
      // does not matter if the operation documents no data, because the body is then ignored.
      const decoder = call.layer.decoder?.(type) ?? strictDecoder;
      text = (kind === "empty" ? lenientDecoder : decoder).decode(bytes);
    } catch {
      throw malformedReply(call, status, "the body is not UTF-8");
    }
    const isPage = /^text\/html/i.test(type);
    if (kind === "text") data = text;
    else if (kind === "json") {
      if (!text) throw malformedReply(call, status, "empty response body; expected JSON");
      if (!isJson(type)) throw thirdParty(call, status, isPage);
      try {
        data = JSON.parse(text);
      } catch {
        // The platform's own error quotes the body, which may contain a token.
        throw malformedReply(call, status, "the body is incomplete or not valid JSON");
      }
    } else if (status < 300 && isPage && text && !text.includes(`${status} OK`)) {
      // A page of the server itself contains its status. A page of a proxy does not show success.
      throw thirdParty(call, status, isPage);
    }
  }
  validate?.checkResponse(call.details(), status, data);
  return { data, response, text };
}

/** Creates the error for an unexpected media type. It omits the type, which may repeat a secret. */
function thirdParty(call: Call, status: number, isPage: boolean): ResponseFormatError {
  const what = isPage ? "a web page" : "not JSON";
  return malformedReply(call, status, `the response is ${what}. Is there a proxy in between?`);
}

/** Creates the error for a response that is not usable. */
export function malformedReply(
  call: Call,
  status: number,
  problem: string,
  outcome: "rejected" | "unknown" = "unknown",
): ResponseFormatError {
  return call.failure(ResponseFormatError, `${status}, ${problem}`, { outcome });
}
