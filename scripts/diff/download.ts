import { GenerationError } from "../command/generation-error.js";
import { download as downloadText } from "../document/download.js";

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
  try {
    return (await downloadText(url.href, true)).text;
  } catch (error) {
    const message = `cannot be loaded: ${error instanceof Error ? error.message : String(error)}.`;
    const advice = "Pass the URL of a document or of an API, such as http://host/api/v1.";
    throw new GenerationError([{ message, places: [url.origin + url.pathname], advice }]);
  }
}
