import type { Call } from "./call.js";
import type { SuccessKind } from "./operation-entry.js";

/** The maximum size of an error body, in bytes. A proxy may send a response of any size. */
const errorLimit = 1024 * 1024;

/**
 * How long to wait for an error body, in milliseconds. If the call has less time left, it waits only
 * half of that time. So the call ends with the error of the status, not with a timeout.
 */
const errorBodyTimeout = 5_000;

const noBytes = new Uint8Array();

/** The part of a body that has been read so far. */
export class Body {
  size = 0;
  /** While the body is read, only the first `size` bytes are valid. */
  bytes = noBytes;
  /**
   * The reason why the body was not read to its end:
   *
   * - `"used"`: other code has read it.
   * - `"large"`: it has more bytes than the limit.
   * - `"broken"`: the connection broke. `error` is the platform's error.
   */
  problem: "used" | "large" | "broken" | undefined;
  error: unknown;
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined;

  /** Cancels the body, which would otherwise keep the connection open. The call does not wait for it. */
  cancel(call: Call): void {
    this.reader?.cancel().catch(() => undefined);
    // Some libraries have a body without a reader.
    call.controller.abort();
  }
}

/** Reads the text of an error body. If that fails, returns the reason in brackets. Never throws. */
export async function readErrorText(call: Call, response: Response): Promise<string> {
  const body = new Body();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    // When the call is over, its deadline no longer matters.
    const left = call.isOver() ? Infinity : call.end - performance.now();
    timer = setTimeout(resolve, Math.min(errorBodyTimeout, left / 2), undefined);
  });
  const read = await Promise.race([readBody(call, response, errorLimit, undefined, body), late]);
  clearTimeout(timer);
  if (body.problem === "used")
    return "[the body was already read by the option fetch or by middleware]";
  if (!read || body.problem === "broken") {
    body.cancel(call);
    return `[the body broke off after ${body.size} bytes]`;
  }
  const text = new TextDecoder().decode(body.bytes);
  // The text is redacted here, because later code does not know that a secret at its end may be cut.
  return body.problem ? `${call.redactor()(text, true)}… (cut after ${errorLimit} bytes)` : text;
}

/**
 * Reads a body. Never throws.
 *
 * @param kind - how the body of a success will be read
 */
export async function readBody(
  call: Call,
  response: Response,
  limit: number,
  kind: SuccessKind | "other" | undefined,
  body = new Body(),
): Promise<Body> {
  body.problem = "used";
  try {
    // In node-fetch the body is a Node stream. In React Native there is no stream.
    const stream = response.body as Partial<typeof response.body> | undefined;
    // This check is slow. A stream of JSON without its first part is not valid JSON anyway.
    if ((kind !== "json" || !stream?.getReader) && response.bodyUsed) return body;
    if (stream?.getReader) {
      // Throws if other code has a reader on the stream, which locks it.
      const reader = (body.reader = stream.getReader());
      body.problem = "broken";
      for (let reads = 1; body.size <= limit; reads++) {
        const { done, value } = await reader.read();
        if (done) break;
        if (!ArrayBuffer.isView(value)) throw new TypeError("a chunk of the body is not bytes");
        append(body, value);
        if (reads % 1000 > 0) continue;
        // If chunks are always available, even empty ones, timers and signals would never fire.
        await new Promise((resolve) => setTimeout(resolve));
        if (call.isOver()) await reader.cancel();
      }
      if (body.bytes.length > body.size) body.bytes = body.bytes.subarray(0, body.size);
    } else if (stream !== null) {
      body.problem = "broken";
      // React Native reads only text reliably, but reading as text would damage binary data.
      body.bytes =
        kind === "binary"
          ? new Uint8Array(await response.arrayBuffer())
          : new TextEncoder().encode(await response.text());
      body.size = body.bytes.byteLength;
    }
    body.problem = body.size > limit ? "large" : undefined;
    if (body.problem) body.cancel(call);
  } catch (error) {
    body.error = error;
  }
  return body;
}

/** Adds a chunk. Chunks are copied, because millions of tiny ones would need far more memory. */
function append(body: Body, chunk: Uint8Array<ArrayBuffer>): void {
  const { size, bytes } = body;
  body.size += chunk.byteLength;
  if (size === 0) {
    body.bytes = chunk;
    return;
  }
  if (body.size > bytes.byteLength) {
    body.bytes = new Uint8Array(2 * body.size);
    body.bytes.set(bytes.subarray(0, size));
  }
  body.bytes.set(chunk, size);
}
