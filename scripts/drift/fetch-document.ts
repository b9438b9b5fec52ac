import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { GenerationError } from "../command/generation-error.js";
import { readConfig, readSpec } from "../document/read-spec.js";
import type { SpecDocument } from "../document/spec-document.js";

/** How long a server may take to send its document, in milliseconds. */
const patience = 30_000;

/**
 * Reads a document from a file, or from the server that serves it.
 *
 * @param given - a file; the document's URL; or a server's URL, with or without
 *   the base path of the API
 * @throws GenerationError where there is no document
 */
export async function fetchDocument(given: string, configFile: string): Promise<SpecDocument> {
  const config = await readConfig(configFile);
  if (!/^https?:\/\//i.test(given)) return readSpec(given, config);
  const text = await download(documentUrl(given));
  const folder = await mkdtemp(join(tmpdir(), "served-"));
  try {
    const file = join(folder, "openapi.yaml");
    await writeFile(file, text);
    return await readSpec(file, config);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function documentUrl(given: string): URL {
  const url = new URL(given);
  if (!/\.(ya?ml|json)$/i.test(url.pathname)) {
    // It stands beside the API, not below its base path.
    url.pathname = `${url.pathname.replace(/(\/api\/v\d+)?\/?$/, "")}/openapi.yaml`;
  }
  return url;
}

async function download(url: URL): Promise<string> {
  // A URL may carry a password.
  const shown = `${url.origin}${url.pathname}`;
  const refuse = (message: string, cause?: unknown): GenerationError =>
    new GenerationError(
      [
        {
          message,
          places: [shown],
          advice: "Give the URL of the API, such as http://host/api/v1.",
        },
      ],
      { cause },
    );
  const target = new URL(url);
  const headers = new Headers();
  if (url.username !== "" || url.password !== "") {
    const account = [url.username, url.password].map(decodeURIComponent).join(":");
    headers.set("Authorization", `Basic ${Buffer.from(account).toString("base64")}`);
    // fetch refuses a URL with an account, and quotes it.
    Object.assign(target, { username: "", password: "" });
  }
  let response: Response;
  try {
    response = await fetch(target, { headers, signal: AbortSignal.timeout(patience) });
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    throw refuse(
      `does not answer: ${cause instanceof Error ? cause.message : String(cause)}.`,
      error,
    );
  }
  if (!response.ok) throw refuse(`answers ${response.status}.`);
  return response.text();
}
