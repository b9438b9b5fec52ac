import { STATUS_CODES, type OutgoingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import { setImmediate } from "node:timers/promises";

import type { FaultAnswer } from "./faults.js";

/**
 * The raw bytes of a response. We do not use `node:http` here, because it cannot send invalid
 * responses.
 */
export interface Transmission {
  /** The recorded status. 0 if the client receives no complete head. */
  readonly status: number;
  /** Written as fast as the client reads them, so they can be endless. */
  readonly parts: Iterable<string | Uint8Array>;
  /** What happens to the connection afterwards. */
  readonly end: "close" | "reset" | "hold";
}

/** Formats the head of a response, including the empty line. */
export function head(
  status: number,
  headers: Readonly<Record<string, string>>,
  statusText = STATUS_CODES[status] ?? "",
): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${statusText}\r\n${lines.join("")}\r\n`;
}

/** Formats a custom response, valid or not. */
export function transmissionOf({ status, statusText, headers, body }: FaultAnswer): Transmission {
  const isRaw = typeof body === "string" || body instanceof Uint8Array;
  const bytes = isRaw || body === undefined ? body : JSON.stringify(body);
  const names = new Set(Object.keys(headers ?? {}).map((name) => name.toLowerCase()));
  const isFramed = names.has("content-length") || names.has("transfer-encoding");
  const added = {
    ...(!isRaw && body !== undefined && !names.has("content-type") && jsonType),
    ...(!isFramed && { "Content-Length": String(Buffer.byteLength(bytes ?? "")) }),
    // After an invalid response, the client could not find the start of the next one.
    ...(!names.has("connection") && { Connection: "close" }),
  };
  return {
    status,
    parts: [head(status, { ...headers, ...added }, statusText), bytes ?? ""],
    end: "close",
  };
}

export const jsonType = { "Content-Type": "application/json" };

/** Adds headers to the head, if there is one. Existing headers stay. */
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
    // After the first line, because even a truncated head has it.
    yield part.replace("\r\n", () => `\r\n${lines.join("")}`);
    isHead = false;
  }
}

/** The delay before a reset, because a reset may overtake the data that was sent before it. */
export const resetDelay = 10;

/** Sends the parts until the client closes the connection. */
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

/** Waits until a part is sent or the connection is closed. */
async function write(part: string | Uint8Array, socket: Socket): Promise<void> {
  // Ignores an error of the connection: the client closed it.
  await new Promise<void>((resolve) => socket.write(part, () => resolve()));
  // Lets a client in the same process close the connection when it has read enough.
  await setImmediate();
}

/** Waits for a time, or until the connection is closed. */
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
