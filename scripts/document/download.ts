/** The maximum duration in milliseconds and size in bytes. GitHub's document has 13 MB. */
const limits = { timeout: 30_000, size: 64 * 1024 * 1024 };

export function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/**
 * Downloads a document, with limits for time and size.
 *
 * @param follows - whether to follow redirects
 * @throws Error with the reason if the download fails
 */
export async function download(
  address: string,
  follows: boolean,
  { timeout, size: limit } = limits,
): Promise<{ text: string; type: string | undefined }> {
  const url = new URL(address);
  const headers = new Headers({ accept: "application/yaml, application/json, */*" });
  if (url.username !== "" || url.password !== "") {
    const account = [url.username, url.password].map(decodeURIComponent).join(":");
    headers.set("authorization", `Basic ${Buffer.from(account).toString("base64")}`);
    // fetch rejects a URL with an account, and its error message contains the password.
    Object.assign(url, { username: "", password: "" });
  }
  const signal = AbortSignal.timeout(timeout);
  try {
    const redirect = follows ? "follow" : "error";
    const response = await fetch(url, { headers, signal, redirect });
    if (!response.ok) throw new Error(`the server returned status ${response.status}`);
    const chunks: Uint8Array[] = [];
    let size = 0;
    const body: ReadableStream<Uint8Array> = response.body ?? new Blob().stream();
    // Safe: streams are iterable in Node, although the DOM types do not declare it.
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > limit) throw new Error(`the document has more than ${limit} bytes`);
      chunks.push(chunk);
    }
    const text = new TextDecoder().decode(Buffer.concat(chunks)).replaceAll("\r\n", "\n");
    return { text, type: response.headers.get("content-type") ?? undefined };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = signal.aborted ? `no response within ${timeout / 1000} s` : reason;
    throw new Error(message, { cause: error });
  }
}
