import { createClient, isDataMetaError, type DataMetaError } from "../../index.js";
import type { Context } from "../context.js";
import { codeOf, CommandError, exitCodes } from "../errors.js";
import { describeConnection } from "../report-error.js";
import { completeUrl, isBaseUrl } from "../settings/base-url.js";
import type { FoundServer } from "../settings/resolve-settings.js";
import type { Finding } from "./finding.js";

/** A finding, and the base URL if it works. */
export interface ServerFinding {
  readonly finding: Finding;
  readonly baseUrl?: string;
}

/** The timeout in milliseconds. It is short, because a person waits for the result. */
const longestWait = 15_000;

/** Smaller differences, in milliseconds, do not matter. */
const clockTolerance = 5 * 60_000;

/** Checks the server, its version and its clock. No credential is sent. */
export async function* examineServer(
  { signal }: Context,
  { address, login }: FoundServer,
): AsyncGenerator<ServerFinding> {
  let baseUrl = address;
  try {
    baseUrl = login?.url ?? (await completeUrl(address, signal));
    const client = createClient({ baseUrl, signal, timeout: longestWait, retry: 0 });
    const before = Date.now();
    const { data, response } = await client.getServerInfo.withResponse();
    const took = Date.now() - before;
    const { datametaVersion, apiVersion } = data;
    yield {
      baseUrl,
      finding: {
        ...{ about: "server", state: "ok" },
        text: `DataMeta ${datametaVersion} with API ${apiVersion} at ${baseUrl} answered in ${took} ms.`,
      },
    };
    yield { baseUrl, finding: examineClock(response.headers.get("date"), Date.now()) };
  } catch (error) {
    signal.throwIfAborted();
    yield { finding: await explain(error, baseUrl, signal) };
  }
}

function examineClock(date: string | null, now: number): Finding {
  const server = Date.parse(date ?? "");
  if (Number.isNaN(server)) {
    return { about: "clock", state: "skipped", text: "The server does not send its time." };
  }
  const difference = now - server;
  if (Math.abs(difference) < clockTolerance) {
    return { about: "clock", state: "ok", text: "This computer's clock agrees with the server's." };
  }
  const minutes = Math.round(Math.abs(difference) / 60_000);
  const direction = difference > 0 ? "ahead of" : "behind";
  return {
    ...{ about: "clock", state: "warning" },
    text: `This computer's clock is ${minutes} minutes ${direction} the server's.`,
    advice: "Correct the clock. Until then, keys seem to expire too early or too late.",
  };
}

async function explain(error: unknown, baseUrl: string, signal: AbortSignal): Promise<Finding> {
  const { host } = new URL(baseUrl);
  if (error instanceof CommandError) {
    const { message: text, hint, exitCode } = error;
    return { about: "server", state: "failure", text, ...(hint && { advice: hint }), exitCode };
  }
  if (!isDataMetaError(error)) throw error;
  if (error.name === "ConnectionError" || error.name === "TimeoutError") {
    const { message: text, hint } = describeConnection(host, codeOf(error));
    const advice = hint.replace(" To find the cause, run: datameta doctor", "");
    return { about: "network", state: "failure", text, advice, exitCode: exitCodes.noConnection };
  }
  const better = await findOtherBaseUrl(baseUrl, signal);
  return {
    ...{ about: "server", state: "failure", exitCode: exitCodes.failed },
    text: describeResponse(error, baseUrl),
    advice:
      better === undefined
        ? "Check the address. If a proxy or a login page answers, ask your network administrator."
        : `Use this address: ${better}`,
  };
}

function describeResponse(error: DataMetaError, baseUrl: string): string {
  const { host, pathname } = new URL(baseUrl);
  if (error.name === "NotFoundError") return `${host} has nothing at ${pathname}.`;
  const status = "status" in error ? ` (status ${String(error.status)})` : "";
  return `The response from ${host} is not from DataMeta. It may be the page of a proxy${status}.`;
}

/** Searches the base URL at other paths of the server. */
async function findOtherBaseUrl(baseUrl: string, signal: AbortSignal): Promise<string | undefined> {
  const candidates = [
    isBaseUrl(baseUrl) && baseUrl.replace(/\/api\/v\d+$/, ""),
    new URL(baseUrl).origin,
  ];
  for (const candidate of candidates) {
    if (candidate === false) continue;
    const found = await completeUrl(candidate, signal).catch(() => undefined);
    signal.throwIfAborted();
    if (found !== undefined) return found;
  }
  return undefined;
}
