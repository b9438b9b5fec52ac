import type { Call } from "./call.js";
import { bodyKindOf } from "./operation.js";

/** How much of an error's body is read, in bytes: it is for a person, and a proxy may send anything. */
const errorLimit = 1024 * 1024;

/**
 * How long to wait for an error's body, in milliseconds: the status says the most. If less time is
 * left, half of it, so that the call ends with that error and not with a timeout.
 */
const errorPatience = 5_000;

type Reader = ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;

const noBytes = new Uint8Array();

/** How far the reading of a body has come. */
export class Received {
  size = 0;
  /** All of it, once it is read. */
  bytes = noBytes;
  reader: Reader | undefined;

  /** An unread body would keep the connection open. Not awaited: nor may it hold the call. */
  cancel(): void {
    this.reader?.cancel().catch(() => undefined);
  }
}

/** Why a body could not be read to its end. */
export type BodyProblem = "used" | "large";

/** Reads the text of an error's body, or says in its place why it is not there. Never throws. */
export async function readErrorText(call: Call, response: Response): Promise<string> {
  const received = new Received();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"late">((resolve) => {
    // Once the call is over, nobody waits for the error.
    const left = call.isOver() ? Infinity : call.end - performance.now();
    timer = setTimeout(resolve, Math.min(errorPatience, left / 2), "late");
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
  // A part of a secret at the end would not be found.
  return problem ? `${call.redactor()(text, true)}… (cut after ${errorLimit} bytes)` : text;
}

/**
 * Reads a body into `received`.
 *
 * @returns what is wrong if somebody else has read the body, or it has more bytes than `limit`
 * @throws what the platform throws if the connection breaks
 */
export async function receive(
  call: Call,
  response: Response,
  limit: number,
  received: Received,
): Promise<BodyProblem | undefined> {
  // node-fetch has a stream of its own, React Native none at all.
  const body = response.body as Partial<typeof response.body> | undefined;
  if (body === null) return undefined;
  if (!body?.getReader) {
    if (response.bodyUsed) return "used";
    const isBinary = bodyKindOf(call.operation, response.status) === "binary";
    // React Native reads text alone without fail, and text would not keep other bytes.
    received.bytes = isBinary
      ? new Uint8Array(await response.arrayBuffer())
      : new TextEncoder().encode(await response.text());
    received.size = received.bytes.byteLength;
    return received.size > limit ? "large" : undefined;
  }
  try {
    received.reader = body.getReader();
  } catch {
    // Whoever reads a web stream locks it.
    return "used";
  }
  const { reader } = received;
  const rest: Uint8Array[] = [];
  for (let reads = 1; ; reads++) {
    const { done, value } = await reader.read();
    if (done) break;
    if (reads > 1) rest.push(value);
    else received.bytes = value;
    received.size += value.byteLength;
    if (received.size > limit) break;
    if (reads % 1000 > 0) continue;
    // Chunks that are already there, even empty ones, would keep timers and signals from firing.
    await new Promise((resolve) => setTimeout(resolve));
    if (call.isOver()) await reader.cancel();
  }
  if (rest.length > 0) received.bytes = join([received.bytes, ...rest], received.size);
  if (received.size <= limit) return undefined;
  received.cancel();
  return "large";
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
