import { isDataMetaError, type DataMetaClient } from "../../index.js";
import { codeOf, exitCodes } from "../errors.js";
import type { Finding } from "./finding.js";

/** The timeout in milliseconds. It is short, because a person waits for the result. */
const longestWait = 10_000;

/** The MD5 of an empty file. */
const emptyChecksum = "d41d8cd98f00b204e9800998ecf8427e";

/** Checks whether the upload address can be reached. Announces a file and deletes it again. */
export async function examineUpload(
  client: DataMetaClient,
  baseUrl: string,
  signal: AbortSignal,
): Promise<Finding> {
  const base = { about: "upload" } as const;
  let url: string;
  try {
    const file = await client.createFile({
      body: { name: "datameta-doctor", checksum: emptyChecksum },
    });
    // The file must be deleted even after Ctrl-C.
    await client.deleteFile({ id: file.id }, { signal: AbortSignal.timeout(longestWait) });
    url = file.urlToUpload;
  } catch (error) {
    signal.throwIfAborted();
    if (!isDataMetaError(error)) throw error;
    return {
      ...base,
      state: "failure",
      text: `A file could not be announced: ${error.message}`,
      exitCode: exitCodes.failed,
    };
  }
  const server = new URL(baseUrl);
  if (!/^https?:/i.test(url) || !URL.canParse(url)) {
    return {
      ...{ ...base, state: "failure", exitCode: exitCodes.failed },
      text: "The server's upload URLs are not HTTP or HTTPS addresses, so no file can be sent.",
      advice: adviceForAdministrator(server),
    };
  }
  // Only the origin is shown, because the path is a secret.
  const { origin, protocol } = new URL(url);
  const problem = await reach(origin, signal);
  if (problem !== undefined) {
    return {
      ...{ ...base, state: "failure", exitCode: exitCodes.noConnection },
      text: `Files are sent to ${origin}, which cannot be reached (${problem}).`,
      advice: adviceForAdministrator(server),
    };
  }
  if (origin === server.origin) {
    return { ...base, state: "ok", text: `Files are sent to ${origin}.` };
  }
  const isWeaker = server.protocol === "https:" && protocol === "http:";
  return {
    ...{
      ...base,
      state: "warning",
      text: `Files are sent to ${origin}, which is not the address of the server.`,
    },
    advice: isWeaker
      ? `They would be sent without encryption. ${adviceForAdministrator(server)}`
      : "This is correct if the site stores its files there.",
  };
}

/** The server builds upload URLs from the address that its proxy forwards. */
function adviceForAdministrator({ origin }: URL): string {
  return `Ask the site's administrator to change the upload URLs. They must begin with ${origin}.`;
}

/** Tries to connect, without any credential. @returns the error code after a failure */
async function reach(origin: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const timeout = AbortSignal.timeout(longestWait);
    const options = {
      method: "HEAD",
      redirect: "manual",
      signal: AbortSignal.any([signal, timeout]),
    } as const;
    await fetch(origin, options);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return codeOf(error) ?? "no answer";
  }
}
