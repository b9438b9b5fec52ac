import type { Call } from "./call.js";
import { ResponseFormatError } from "./errors.js";
import type { BodyKind, Operation } from "./operation.js";
import { redactEnd } from "./redact.js";

/** How much of an error's body is read, in bytes: it is for a person, and a proxy may send anything. */
const errorBodyLimit = 1024 * 1024;

/**
 * How long an error's body is waited for, in milliseconds: the status has come, and says the most.
 * Of a shorter deadline half of what is left, so that the call ends with that error and no other.
 */
const errorBodyTime = 5_000;

/** How much of a success is read, in bytes: far beyond any answer, and far below what ends a process. */
const dataLimit = 128 * 1024 * 1024;

/**
 * Reads the body of an answer; of an error's, no more than the limits. An error stays one whatever
 * becomes of its body: after a 401 the token is dead, though the connection breaks as well.
 *
 * @param secrets - asked for where an error is cut, perhaps in the midst of one
 * @throws ResponseFormatError where a success is too large, or not UTF-8: replaced characters would
 * be data that the server never sent
 */
export async function readText(
  call: Call,
  response: Response,
  secrets: () => Promise<readonly string[]>,
): Promise<string> {
  const success = isSuccess(call.operation, response.status);
  const limit = success ? dataLimit : errorBodyLimit;
  // Where no data are due, what came is left out, whatever it was.
  const fatal = success && call.operation.success[response.status] !== "empty";
  const decoder = new TextDecoder("utf-8", { fatal });
  const decode = (bytes?: BufferSource, stream = false) => {
    try {
      return decoder.decode(bytes, { stream });
    } catch {
      throw malformed(call, response, "a body that is not UTF-8");
    }
  };
  const { body, headers } = response;
  // A compressed body does not tell its size.
  const announced = headers.has("Content-Encoding") ? null : headers.get("Content-Length");
  if (success && announced !== null && Number(announced) <= limit) {
    return decode(await response.arrayBuffer());
  }
  if (!body) return "";
  const reader = body.getReader();
  let text = "";
  let bytes = 0;
  let instead = "";
  const giveUp = () => {
    instead = brokenOff(bytes);
    reader.cancel().catch(() => undefined);
  };
  const timer = success
    ? undefined
    : setTimeout(giveUp, Math.min(errorBodyTime, (call.end - Date.now()) / 2));
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return instead || text + decode();
      bytes += value.byteLength;
      text += decode(value, true);
      if (bytes <= limit) continue;
      if (success) throw malformed(call, response, `a body of more than ${limit} bytes`);
      return `${redactEnd(text, await secrets())}… (cut after ${limit} bytes)`;
    }
  } catch (error) {
    if (success) throw error;
    return brokenOff(bytes);
  } finally {
    clearTimeout(timer);
    // What is not read to its end would hold the connection. Not awaited: nor may it hold the call.
    giveUp();
  }
}

/** In the place of what came: it may hold a part of a secret, which would not be found. */
const brokenOff = (bytes: number): string => `[the body broke off after ${bytes} bytes]`;

/** Whether the operation documents this status as a success. */
export function isSuccess(operation: Operation, status: number): boolean {
  return status in operation.success || (status >= 200 && status < 300);
}

/**
 * Reads the data out of a success.
 *
 * @throws ResponseFormatError where the body is not what the operation documents; it is not quoted
 */
export function parseData(call: Call, response: Response, text: string): unknown {
  const { operation } = call;
  const { status } = response;
  const kind = kindOf(operation, status, text);
  const contentType = response.headers.get("Content-Type") ?? "";
  if (kind === "empty") {
    // Of pages the server has just this one. That of a proxy says nothing of what was asked for.
    if (/^text\/html/i.test(contentType) && status !== 204 && !text.includes("200 OK")) {
      throw foreign(call, response, "the server's own answer");
    }
    return undefined;
  }
  if (kind !== "json") return text;
  if (text === "") throw malformed(call, response, "an empty body, where JSON is due");
  if (!/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(contentType)) {
    throw foreign(call, response, "JSON");
  }
  try {
    return JSON.parse(text);
  } catch {
    // The engine's own error quotes the body, which may hold a token.
    throw malformed(
      call,
      response,
      `a body of ${text.length} characters that is not JSON, or was cut`,
    );
  }
}

function kindOf({ method, success }: Operation, status: number, text: string): BodyKind {
  if (method === "HEAD") return "empty";
  // What another status than the documented ones has is read as theirs.
  const isEmpty = text === "" && Object.values(success).includes("empty");
  return success[status] ?? (isEmpty ? "empty" : "json");
}

function foreign(call: Call, response: Response, due: string): ResponseFormatError {
  // None but well-known ones, since a server could repeat anything.
  const known = /^(text\/(html|plain|xml|css)|application\/(xml|octet-stream))\b/i;
  const type = known.exec(response.headers.get("Content-Type") ?? "")?.[0] ?? "no known type";
  return malformed(
    call,
    response,
    `a body of ${type}, where ${due} is due; is there a proxy between?`,
  );
}

function malformed(call: Call, { status }: Response, problem: string): ResponseFormatError {
  return new ResponseFormatError(
    `${call.operation.operationId} failed: ${status} with ${problem}`,
    { ...call.details(), outcome: "unknown" },
  );
}
