import { request as openHttp, type ClientRequest, type IncomingMessage } from "node:http";
import { request as openHttps } from "node:https";
import { Readable } from "node:stream";

import type { Sending } from "./platform.js";
import { createForm } from "./form.js";
import { sendByFetch } from "./send-fetch.js";

/**
 * Sends a content with `node:http`, which reads only as fast as the network sends. Node's `fetch`
 * would load the whole file into memory.
 */
export async function sendByNode(sending: Sending): Promise<Response> {
  if (sending.fetch) return sendByFetch(sending);
  const { url, content, signal, agent } = sending;
  const { contentType, head, tail } = createForm();
  const open = url.startsWith("https:") ? openHttps : openHttp;
  const request = open(url, {
    method: "POST",
    // Safe: Node checks at run time that this is an Agent.
    ...(agent !== undefined && { agent: agent as never }),
    headers: {
      ...sending.headers,
      "content-type": contentType,
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
        this.#watch(sending.answerTimeout);
      });
    });
    // Prevents an unhandled rejection if nobody awaits the response.
    this.response.catch(() => undefined);
    this.#watch(sending.idleTimeout);
  }

  /** Writes the form as fast as the network sends it. */
  async write(
    head: Uint8Array,
    chunks: AsyncIterable<Uint8Array>,
    tail: Uint8Array,
  ): Promise<void> {
    // The source is read only after the connection is open.
    await this.#flushed(head);
    try {
      for await (const chunk of chunks) {
        if (this.#isOver()) return;
        this.#sending.onChunk(chunk, "sending");
        this.#watch(this.#sending.idleTimeout);
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
  #watch(idleTimeout: number): void {
    clearTimeout(this.#timer);
    if (idleTimeout === Infinity || !this.#isWatched) return;
    this.#timer = setTimeout(() => {
      const message = `nothing has moved for ${Math.round(idleTimeout)} ms`;
      this.#request.destroy(Object.assign(new Error(message), { code: "ETIMEDOUT" }));
    }, idleTimeout);
  }

  #flushed(bytes: Uint8Array): Promise<void> {
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
