/**
 * How long a server may take to send a document, in milliseconds, and the largest document, in bytes.
 * GitHub's has 13 MB.
 */
const limits = { timeout: 30_000, size: 64 * 1024 * 1024 };

export function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/**
 * Downloads a document, with a timeout and a limit of bytes.
 *
 * @param follows - whether to follow redirects
 * @throws Error that says why there is no document
 */
export async function download(
  given: string,
  follows: boolean,
  { timeout, size: limit } = limits,
): Promise<{ text: string; type: string | undefined }> {
  const url = new URL(given);
  const headers = new Headers({ accept: "application/yaml, application/json, */*" });
  if (url.username !== "" || url.password !== "") {
    const account = [url.username, url.password].map(decodeURIComponent).join(":");
    headers.set("authorization", `Basic ${Buffer.from(account).toString("base64")}`);
    // fetch refuses a URL with an account, and its message quotes the password.
    Object.assign(url, { username: "", password: "" });
  }
  const signal = AbortSignal.timeout(timeout);
  try {
    const redirect = follows ? "follow" : "error";
    const response = await fetch(url, { headers, signal, redirect });
    if (!response.ok) throw new Error(`the server answers ${response.status}`);
    const chunks: Uint8Array[] = [];
    let size = 0;
    const body: ReadableStream<Uint8Array> = response.body ?? new Blob().stream();
    // Safe: a stream of Node is iterable. The types of the platform lack this.
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > limit) throw new Error(`it has more than ${limit} bytes`);
      chunks.push(chunk);
    }
    const text = new TextDecoder().decode(Buffer.concat(chunks)).replaceAll("\r\n", "\n");
    return { text, type: response.headers.get("content-type") ?? undefined };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const said = cause instanceof Error ? cause.message : String(cause);
    const message = signal.aborted ? `there is no answer within ${timeout / 1000} s` : said;
    throw new Error(message, { cause: error });
  }
}
