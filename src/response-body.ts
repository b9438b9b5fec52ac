import type { Call } from "./call.js";
import { ResponseFormatError } from "./errors.js";
import type { Operation } from "./operation.js";

/** How much of an error's body is read, in bytes: it is for a person, and a proxy may send anything. */
const errorBodyLimit = 1024 * 1024;

/** Reads the body of an answer; of an error's, no more than the limit. */
export async function readText(response: Response): Promise<string> {
  if (response.ok || response.body === null) return response.text();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    bytes += value.byteLength;
    if (bytes > errorBodyLimit) {
      await reader.cancel();
      return `${text}… (cut after ${errorBodyLimit} bytes)`;
    }
  }
}

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
  const kinds = Object.values(operation.success);
  const kind =
    operation.success[status] ?? (text === "" && kinds.includes("empty") ? "empty" : "json");
  if (kind === "empty") return undefined;
  if (kind !== "json") return text;
  const refuse = (problem: string) =>
    new ResponseFormatError(`${operation.operationId} failed: ${status} with ${problem}`, {
      ...call.details(),
      outcome: "unknown",
    });
  if (text === "") throw refuse("an empty body, where JSON is due");
  const contentType = response.headers.get("Content-Type") ?? "";
  if (!/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(contentType)) {
    // Without its parameters, where a server could repeat anything.
    const type = /^[\w.+-]{1,60}\/[\w.+-]{1,60}/.exec(contentType)?.[0] ?? "no known type";
    throw refuse(`a body of ${type}, where JSON is due; is there a proxy between?`);
  }
  try {
    return JSON.parse(text);
  } catch {
    // The engine's own error quotes the body, which may hold a token.
    throw refuse(`a body of ${text.length} characters that is not JSON, or was cut`);
  }
}
