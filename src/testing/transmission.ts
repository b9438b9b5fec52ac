import { STATUS_CODES, type OutgoingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import { setImmediate } from "node:timers/promises";

import type { FaultAnswer } from "./faults.js";

/** What goes over a connection in place of an answer of `node:http`, which makes no mistakes. */
export interface Transmission {
  /** As it is recorded; 0 where no head gets through. */
  readonly status: number;
  /** Written as the client takes them, so that they may be endless. */
  readonly parts: Iterable<string | Uint8Array>;
  /** What becomes of the connection in the end. */
  readonly end: "close" | "reset" | "hold";
}

/** The head of an answer, up to its empty line. */
export function head(
  status: number,
  headers: Readonly<Record<string, string>>,
  statusText = STATUS_CODES[status] ?? "",
): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${statusText}\r\n${lines.join("")}\r\n`;
}

/** An answer as it stands, right or wrong. */
export function transmissionOf({ status, statusText, headers, body }: FaultAnswer): Transmission {
  const isRaw = typeof body === "string" || body instanceof Uint8Array;
  const bytes = isRaw || body === undefined ? body : JSON.stringify(body);
  const given = new Set(Object.keys(headers ?? {}).map((name) => name.toLowerCase()));
  const isFramed = given.has("content-length") || given.has("transfer-encoding");
  const added = {
    ...(!isRaw && body !== undefined && !given.has("content-type") && jsonType),
    ...(!isFramed && { "Content-Length": String(Buffer.byteLength(bytes ?? "")) }),
    // What follows an answer that is wrong cannot be told from it.
    ...(!given.has("connection") && { Connection: "close" }),
  };
  return {
    status,
    parts: [head(status, { ...headers, ...added }, statusText), bytes ?? ""],
    end: "close",
  };
}

export const jsonType = { "Content-Type": "application/json" };

/** The same with more headers in its head, if it has one; what stands there already stays. */
export function withHeaders(
  { parts, ...rest }: Transmission,
  headers: OutgoingHttpHeaders,
): Transmission {
  return { ...rest, parts: insertHeaders(parts, Object.entries(headers)) };
}

function* insertHeaders(
  parts: Transmission["parts"],
  headers: readonly [string, unknown][],
): Transmission["parts"] {
  let isHead = true;
  for (const part of parts) {
    if (!isHead || typeof part !== "string") {
      yield part;
      continue;
    }
    const lines = headers
      .filter(([name]) => !part.toLowerCase().includes(`\r\n${name}:`))
      .map(([name, value]) => `${name}: ${String(value)}\r\n`);
    // After the first line, which every head has, whole or broken off.
    yield part.replace("\r\n", () => `\r\n${lines.join("")}`);
    isHead = false;
  }
}

/** Long enough for the client to have read what came before a reset, which may overtake it. */
const resetDelay = 10;

/** Sends it, for as long as somebody listens. */
export async function transmit({ parts, end }: Transmission, socket: Socket): Promise<void> {
  for (const part of parts) {
    if (socket.destroyed) return;
    await write(part, socket);
  }
  if (end === "close") socket.end();
  if (end !== "reset") return;
  await wait(resetDelay, socket);
  socket.resetAndDestroy();
}

/** Waits until a part is gone, or the connection is. */
async function write(part: string | Uint8Array, socket: Socket): Promise<void> {
  // An error of the connection is nothing to tell: the client hung up.
  await new Promise<void>((resolve) => socket.write(part, () => resolve()));
  // A client in the same process hangs up as soon as it has had enough, if it gets its turn.
  await setImmediate();
}

/** Waits, and no longer than the connection lasts. */
export async function wait(milliseconds: number, socket: Socket): Promise<void> {
  if (socket.destroyed) return;
  await new Promise<void>((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      socket.off("close", settle);
      resolve();
    };
    const timer = setTimeout(settle, milliseconds);
    socket.on("close", settle);
  });
}
