import { createForm } from "./form.js";
import type { Sending } from "./platform.js";

/**
 * Sends a content with `fetch`, as a Blob that contains a form. `fetch` does not report progress,
 * so the content is read a second time and hashed, in parallel.
 */
export async function sendByFetch(sending: Sending): Promise<Response> {
  const { url, headers, content, signal, onChunk, onHashed, onSent } = sending;
  const file = await content.toBlob();
  const { contentType, head, tail } = createForm();
  const init: RequestInit = {
    ...{ method: "POST", signal, headers: { ...headers, "content-type": contentType } },
    // Not a FormData: the `fetch` of a library, such as undici, knows only its own FormData.
    // Safe: `createForm` encodes text, so the buffers are not shared.
    body: new Blob([head as Uint8Array<ArrayBuffer>, file, tail as Uint8Array<ArrayBuffer>]),
  };
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
