import { codeOf, CommandError, exitCodes, usageError } from "../errors.js";

/** The versions of the API, in the order in which they are tried. */
const versions = ["v1", "v0"];

/** The timeout of each request, in milliseconds. */
const longestWait = 15_000;

/**
 * Parses an address as people type it: without `https://`, with the path of a page, or as a base
 * URL.
 *
 * @param from - the option or variable with the address, for messages
 * @returns the base URL, or the URL of the server if the version of the API is not in it
 */
export function readUrl(text: string, from: string): string {
  const trimmed = text.trim();
  const scheme = /^(localhost|127\.|\[::1\])/.test(trimmed) ? "http" : "https";
  const url = parse(/^[a-z][a-z\d+.-]*:\/\//i.test(trimmed) ? trimmed : `${scheme}://${trimmed}`);
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    // The message does not quote the text, which may be a token.
    throw usageError(`${from} is not an address like https://datameta.example.org.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw usageError(`${from} contains a user name or a password. Leave them out.`);
  }
  const path = url.pathname.replace(/\/+$/, "");
  const base = /^(.*\/api\/v\d+)(\/.*)?$/.exec(path)?.[1];
  return url.origin + (base ?? path.replace(/\/(api|login|home|submit|view|account)$/, ""));
}

/** Whether a URL contains the version of the API. */
export function isBaseUrl(url: string): boolean {
  return /\/api\/v\d+$/.test(url);
}

/** Whether a base URL belongs to an address from {@link readUrl}. */
export function isSameServer(baseUrl: string, address: string): boolean {
  return baseUrl === address || baseUrl.replace(/\/api\/v\d+$/, "") === address;
}

/**
 * Asks a server which version of the API it has. No credential is sent.
 *
 * @throws CommandError if there is no DataMeta server
 */
export async function completeUrl(address: string, signal: AbortSignal): Promise<string> {
  if (isBaseUrl(address)) return address;
  const { createClient } = await import("../../index.js");
  for (const version of versions) {
    const baseUrl = `${address}/api/${version}`;
    try {
      await createClient({ baseUrl, signal, timeout: longestWait, retry: 0 }).getServerInfo();
      return baseUrl;
    } catch (error) {
      signal.throwIfAborted();
      if (!isOtherServer(error)) throw error;
    }
  }
  throw new CommandError(
    `There is no DataMeta server at ${address}.`,
    exitCodes.failed,
    "Use the address from your browser, or a base URL that ends with /api/v1.",
  );
}

/** Whether the response is not from DataMeta. Without a response, other versions are not tried. */
function isOtherServer(error: unknown): boolean {
  const { name } = error instanceof Error ? error : { name: "" };
  return codeOf(error) === undefined && name !== "ConnectionError" && name !== "TimeoutError";
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
