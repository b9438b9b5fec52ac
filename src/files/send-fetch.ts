import type { Sending } from "./platform.js";

/**
 * Sends a content with `fetch`, as a form that contains a Blob. `fetch` does not report progress,
 * so the content is read a second time and hashed, in parallel.
 */
export async function sendByFetch(sending: Sending): Promise<Response> {
  const { url, headers, content, signal, onChunk, onHashed, onSent } = sending;
  const file = await content.toBlob();
  const body = new FormData();
  // The server takes the name from the announcement.
  body.append("file", file, "content");
  const init: RequestInit = { method: "POST", headers: { ...headers }, body, signal };
  if ("credentials" in Request.prototype) init.credentials = "omit";
  const send = sending.fetch ?? globalThis.fetch;
  const [response] = await Promise.all([
    send(url, { ...init, redirect: "manual" }),
    hash(file, signal, onChunk).then(onHashed),
  ]);
  onSent();
  return response;
}

async function hash(file: Blob, signal: AbortSignal, onChunk: Sending["onChunk"]): Promise<void> {
  const reader = file.stream().getReader();
  for (;;) {
    signal.throwIfAborted();
    const { done, value } = await reader.read();
    if (done) return;
    onChunk(value, "hashing");
  }
}
