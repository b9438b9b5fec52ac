import { GenerationError } from "../command/generation-error.js";

/** How long a server may take to send its document, in milliseconds. */
const timeout = 30_000;

/**
 * Downloads a document.
 *
 * @param address - the document's URL, or the URL of a server with or without the API's base path
 * @throws GenerationError if the server does not send a document
 */
export async function download(address: string): Promise<string> {
  const url = new URL(address);
  if (!/\.(ya?ml|json)$/i.test(url.pathname)) {
    // A server has the document next to the API, not below the API's base path.
    url.pathname = `${url.pathname.replace(/(\/api\/v\d+)?\/?$/, "")}/openapi.yaml`;
  }
  const headers = new Headers();
  if (url.username !== "" || url.password !== "") {
    const account = [url.username, url.password].map(decodeURIComponent).join(":");
    headers.set("Authorization", `Basic ${Buffer.from(account).toString("base64")}`);
    // fetch rejects a URL with credentials, and its message contains the password.
    Object.assign(url, { username: "", password: "" });
  }
  let problem: string;
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeout) });
    if (response.ok) return await response.text();
    problem = `answers ${response.status}.`;
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    problem = `does not answer: ${cause instanceof Error ? cause.message : String(cause)}.`;
  }
  const advice = "Pass the URL of a document or of an API, such as http://host/api/v1.";
  throw new GenerationError([{ message: problem, places: [url.origin + url.pathname], advice }]);
}
