import type { Call } from "./call.js";
import { bodyKindOf } from "./operation.js";

/** How much of an error's body is read, in bytes: it is for a person, and a proxy may send anything. */
const errorLimit = 1024 * 1024;

/**
 * How long to wait for an error's body, in milliseconds: the status says the most. If less time is
 * left, half of it, so that the call ends with that error and not with a timeout.
 */
const errorPatience = 5_000;

/** What was read of a body. */
export class Received {
  readonly chunks: Uint8Array[] = [];
  size = 0;
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined;

  /** All of it in one piece. */
  bytes(): Uint8Array {
    const [first, second] = this.chunks;
    if (first && !second) return first;
    const bytes = new Uint8Array(this.size);
    let offset = 0;
    for (const chunk of this.chunks) {
      bytes.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return bytes;
  }
}

/** Why a body could not be read to its end. */
export type BodyProblem = "used" | "large";

/** Reads the text of an error's body, or says in its place why it is not there. Never throws. */
export async function readErrorText(call: Call, response: Response): Promise<string> {
  const received = new Received();
  const giveUp = () => {
    // Unread, it would keep the connection open. Not awaited: nor may it hold the call.
    received.reader?.cancel().catch(() => undefined);
    return `[the body broke off after ${received.size} bytes]`;
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"late">((resolve) => {
    // Once the call is over, nobody waits for the error.
    const left = call.isOver() ? Infinity : call.end - performance.now();
    const patience = Math.min(errorPatience, left / 2);
    timer = setTimeout(resolve, patience, "late");
  });
  try {
    const problem = await Promise.race([receive(call, response, errorLimit, received), late]);
    if (problem === "used") return "[the body was read by the option fetch or by middleware]";
    if (problem === "late") return giveUp();
    const text = new TextDecoder().decode(received.bytes());
    if (problem === undefined) return text;
    // A part of a secret at the end would not be found.
    return `${call.redactor()(text, true)}… (cut after ${errorLimit} bytes)`;
  } catch {
    return giveUp();
  } finally {
    clearTimeout(timer);
  }
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
  const { body } = response;
  if (body === null) return undefined;
  // Whoever reads a web stream locks it.
  if ((body as Partial<typeof body> | undefined)?.locked) return "used";
  // node-fetch has a stream of its own, React Native none at all.
  if (typeof (body as Partial<typeof body> | undefined)?.getReader !== "function") {
    if (response.bodyUsed) return "used";
    const isBinary = bodyKindOf(call.operation, response.status) === "binary";
    // React Native reads text alone without fail, and text would not keep other bytes.
    const bytes = isBinary
      ? new Uint8Array(await response.arrayBuffer())
      : new TextEncoder().encode(await response.text());
    received.chunks.push(bytes);
    received.size = bytes.byteLength;
    return received.size > limit ? "large" : undefined;
  }
  const reader = (received.reader = body.getReader());
  for (let reads = 1; ; reads++) {
    const { done, value } = await reader.read();
    if (done) return undefined;
    received.chunks.push(value);
    received.size += value.byteLength;
    if (received.size > limit) {
      // Not awaited: a stream that does not end must not hold the call.
      reader.cancel().catch(() => undefined);
      return "large";
    }
    if (reads % 1000 > 0) continue;
    // Chunks that are already there, even empty ones, would keep timers and signals from firing.
    await new Promise((resolve) => setTimeout(resolve));
    if (call.isOver()) await reader.cancel();
  }
}
