import type { Call } from "./call.js";
import { bodyKindOf } from "./operation.js";

/** The maximum size of an error body, in bytes. A proxy may send a response of any size. */
const errorLimit = 1024 * 1024;

/**
 * How long to wait for an error body, in milliseconds. If the call has less time left, it waits only
 * half of that time. So the call ends with the error of the status, not with a timeout.
 */
const errorBodyTimeout = 5_000;

type Reader = ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;

const noBytes = new Uint8Array();

/** The part of a body that has been read so far. */
export class Received {
  size = 0;
  /** The body. While it is read, only the first `size` bytes are valid. */
  bytes = noBytes;
  reader: Reader | undefined;

  /** Cancels the body, which would otherwise keep the connection open. The call does not wait for it. */
  cancel(): void {
    this.reader?.cancel().catch(() => undefined);
  }
}

/** The reason why a body could not be read to its end. */
export type BodyProblem = "used" | "large";

/** Reads the text of an error body. If that fails, returns the reason in brackets. Never throws. */
export async function readErrorText(call: Call, response: Response): Promise<string> {
  const received = new Received();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"late">((resolve) => {
    // When the call is over, its deadline no longer matters.
    const left = call.isOver() ? Infinity : call.end - performance.now();
    timer = setTimeout(resolve, Math.min(errorBodyTimeout, left / 2), "late");
  });
  const problem = await Promise.race([
    receive(call, response, errorLimit, received).catch(() => "late" as const),
    late,
  ]);
  clearTimeout(timer);
  if (problem === "used") return "[the body was read by the option fetch or by middleware]";
  if (problem === "late") {
    received.cancel();
    return `[the body broke off after ${received.size} bytes]`;
  }
  const text = new TextDecoder().decode(received.bytes);
  // The text is redacted here, because later code does not know that a secret at its end may be cut.
  return problem ? `${call.redactor()(text, true)}… (cut after ${errorLimit} bytes)` : text;
}

/**
 * Reads a body into `received`.
 *
 * @returns `"used"` if other code has read the body, `"large"` if it has more bytes than `limit`
 * @throws the platform's error if the connection breaks
 */
export async function receive(
  call: Call,
  response: Response,
  limit: number,
  received: Received,
): Promise<BodyProblem | undefined> {
  // In node-fetch the body is a Node stream. In React Native there is no stream.
  const body = response.body as Partial<typeof response.body> | undefined;
  if (body === null) return undefined;
  if (!body?.getReader) {
    if (response.bodyUsed) return "used";
    const isBinary = bodyKindOf(call.operation, response.status) === "binary";
    // React Native reads only text reliably, but reading as text would damage binary data.
    received.bytes = isBinary
      ? new Uint8Array(await response.arrayBuffer())
      : new TextEncoder().encode(await response.text());
    received.size = received.bytes.byteLength;
    return received.size > limit ? "large" : undefined;
  }
  try {
    received.reader = body.getReader();
  } catch {
    // Other code has a reader on the stream, which locks it.
    return "used";
  }
  const { reader } = received;
  for (let reads = 1; ; reads++) {
    const { done, value } = await reader.read();
    if (done) break;
    append(received, value);
    if (received.size > limit) break;
    if (reads % 1000 > 0) continue;
    // If chunks are always available, even empty ones, timers and signals would never fire.
    await new Promise((resolve) => setTimeout(resolve));
    if (call.isOver()) await reader.cancel();
  }
  if (received.bytes.byteLength > received.size) {
    received.bytes = received.bytes.subarray(0, received.size);
  }
  if (received.size <= limit) return undefined;
  received.cancel();
  return "large";
}

/** Adds a chunk. Chunks are copied, because millions of tiny ones would need far more memory. */
function append(received: Received, chunk: Uint8Array<ArrayBuffer>): void {
  const { size, bytes } = received;
  received.size += chunk.byteLength;
  if (size === 0) {
    received.bytes = chunk;
    return;
  }
  if (received.size > bytes.byteLength) {
    received.bytes = new Uint8Array(2 * received.size);
    received.bytes.set(bytes.subarray(0, size));
  }
  received.bytes.set(chunk, size);
}
