import { isDataMetaError, type DataMetaClient } from "../../index.js";
import { codeOf, exitCodes } from "../errors.js";
import type { Finding } from "./finding.js";

/** In milliseconds: somebody is waiting. */
const patience = 10_000;

/** The MD5 of nothing. */
const emptyChecksum = "d41d8cd98f00b204e9800998ecf8427e";

/** Whether files can be sent to where the server wants them. A file is announced and deleted again. */
export async function examineUpload(
  client: DataMetaClient,
  baseUrl: string,
  signal: AbortSignal,
): Promise<Finding> {
  const base = { about: "upload" } as const;
  let address: URL;
  try {
    const file = await client.createFile({
      body: { name: "datameta-doctor", checksum: emptyChecksum },
    });
    // It must go even if somebody presses Ctrl-C now.
    await client.deleteFile({ id: file.id }, { signal: AbortSignal.timeout(patience) });
    address = new URL(file.urlToUpload, baseUrl);
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
  // The path is a secret.
  const { origin } = address;
  const problem = await reach(origin, signal);
  if (problem !== undefined) {
    return {
      ...{ ...base, state: "failure", exitCode: exitCodes.noConnection },
      text: `Files go to ${origin}, which cannot be reached (${problem}).`,
      advice: tellAdministrator(server),
    };
  }
  if (origin === server.origin) return { ...base, state: "ok", text: `Files go to ${origin}.` };
  const isWeaker = server.protocol === "https:" && address.protocol === "http:";
  return {
    ...{
      ...base,
      state: "warning",
      text: `Files go to ${origin}, another address than the server's.`,
    },
    advice: isWeaker
      ? `They would travel without encryption. ${tellAdministrator(server)}`
      : "That is fine if the site means it so.",
  };
}

/** The server takes the address from the request that a proxy passes on. */
function tellAdministrator({ origin }: URL): string {
  return `Tell the site's administrator that upload URLs must begin with ${origin}.`;
}

/** Tries to connect, without any credential. @returns the code of what went wrong */
async function reach(origin: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const timeout = AbortSignal.timeout(patience);
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
