import { request as openHttp, type ClientRequest, type IncomingMessage } from "node:http";
import { request as openHttps } from "node:https";
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";

import type { Sending } from "./platform.js";
import { sendByFetch } from "./send-fetch.js";

/**
 * Sends a content with `node:http`, which reads only as fast as the network sends. Node's `fetch`
 * would load the whole file into memory.
 */
export async function sendByNode(sending: Sending): Promise<Response> {
  if (sending.fetch) return sendByFetch(sending);
  const { url, content, signal, agent } = sending;
  const boundary = `datameta-${randomUUID()}`;
  // The server takes the name from the announcement.
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="content"\r\n` +
      "Content-Type: application/octet-stream\r\n\r\n",
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const open = url.startsWith("https:") ? openHttps : openHttp;
  const request = open(url, {
    method: "POST",
    // Safe: Node checks at run time that this is an Agent.
    ...(agent !== undefined && { agent: agent as never }),
    headers: {
      ...sending.headers,
      "content-type": `multipart/form-data; boundary=${boundary}`,
      ...(content.size !== undefined && {
        "content-length": head.length + content.size + tail.length,
      }),
    },
  });
  const upload = new UploadRequest(request, sending);
  const abort = () => request.destroy(new Error("aborted"));
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  try {
    const reading = upload.write(head, content.read(), tail);
    // If reading fails, that error is more helpful than the error of the aborted request.
    return await Promise.race([upload.response, reading.then(() => upload.response)]);
  } finally {
    upload.stopWatching();
    signal.removeEventListener("abort", abort);
  }
}

/** One request of `node:http` and its response. */
class UploadRequest {
  readonly response: Promise<Response>;
  readonly #request: ClientRequest;
  readonly #sending: Sending;
  #isAnswered = false;
  #isClosed = false;
  #isWatched = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(request: ClientRequest, sending: Sending) {
    this.#request = request;
    this.#sending = sending;
    this.response = new Promise((resolve, reject) => {
      request.once("response", (message) => {
        this.#isAnswered = true;
        // The server has answered before the end, so it will not read the rest.
        if (!request.writableFinished) message.once("close", () => request.destroy());
        resolve(toResponse(message));
      });
      request.on("error", reject);
      request.once("close", () => {
        this.#isClosed = true;
        reject(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));
      });
      request.once("finish", () => {
        sending.onSent();
        this.#watch(sending.answerPatience);
      });
    });
    // Prevents an unhandled rejection if nobody awaits the response.
    this.response.catch(() => undefined);
    this.#watch(sending.patience);
  }

  /** Writes the form as fast as the network sends it. */
  async write(head: Buffer, chunks: AsyncIterable<Uint8Array>, tail: Buffer): Promise<void> {
    // The source is read only after the connection is open.
    await this.#flushed(head);
    try {
      for await (const chunk of chunks) {
        if (this.#isOver()) return;
        this.#sending.onChunk(chunk, "sending");
        this.#watch(this.#sending.patience);
        if (!this.#request.write(chunk)) await this.#drained();
      }
    } catch (error) {
      // Safe: reading a content throws only errors.
      this.#request.destroy(error as Error);
      throw error;
    }
    if (!this.#isOver()) this.#request.end(tail);
  }

  stopWatching(): void {
    this.#isWatched = false;
    clearTimeout(this.#timer);
  }

  #isOver(): boolean {
    return this.#isAnswered || this.#isClosed;
  }

  /** Aborts the request if nothing is sent or received for this long. */
  #watch(patience: number): void {
    clearTimeout(this.#timer);
    if (patience === Infinity || !this.#isWatched) return;
    this.#timer = setTimeout(() => {
      const message = `nothing has moved for ${Math.round(patience)} ms`;
      this.#request.destroy(Object.assign(new Error(message), { code: "ETIMEDOUT" }));
    }, patience);
  }

  #flushed(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      this.#request.write(bytes, () => resolve());
      this.#settled(resolve);
    });
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#request.once("drain", resolve);
      this.#settled(() => {
        this.#request.off("drain", resolve);
        resolve();
      });
    });
  }

  /** Calls back when there is a response or an error. */
  #settled(then: () => void): void {
    this.response.then(then, then);
  }
}

function toResponse(message: IncomingMessage): Response {
  const { statusCode: status = 0, rawHeaders } = message;
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  }
  const isEmpty = status === 204 || status === 304;
  if (isEmpty) message.resume();
  // Safe: it is the same class. Node has two types for it.
  const body = isEmpty ? null : (Readable.toWeb(message) as ReadableStream<Uint8Array>);
  return new Response(body, { status, headers });
}
