import { readBody, readErrorText } from "../../../../src/engine/body.js";
import type { Call } from "../../../../src/engine/call.js";
import { errorOf, redirectErrorOf } from "../../../../src/engine/error-response.js";
import type { Reply } from "../../../../src/engine/layer.js";
import { bodyKindOf } from "../../../../src/engine/operation.js";
import { replyOf } from "../../../../src/engine/reply.js";

/** Reads a response as `send` does, and throws its error. */
export async function readReply(call: Call, response: Response): Promise<Reply> {
  const documented = bodyKindOf(call.operation, response.status);
  if (!documented) {
    throw (
      redirectErrorOf(call, response) ??
      errorOf(call, response, await readErrorText(call, response))
    );
  }
  const body = await readBody(call, response, call.options.maxResponseSize, documented);
  return replyOf(call, response, documented, body);
}
