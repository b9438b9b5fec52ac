import { createClient, isDataMetaError, type DataMetaClient } from "../../index.js";
import type { Context } from "../context.js";
import { CommandError, exitCodes } from "../errors.js";
import { formatTime } from "../output/time.js";
import type { FoundServer } from "../settings/resolve-settings.js";
import type { Finding } from "./finding.js";

/** Keys that expire within this time, in milliseconds, cause a warning. */
const soon = 3 * 24 * 60 * 60_000;

/** Checks whether the token works. It is sent at most once, and never if it was rejected before. */
export async function examineToken(
  context: Context,
  found: FoundServer,
  baseUrl: string,
): Promise<{ readonly finding: Finding; readonly client?: DataMetaClient }> {
  const { expires, tokenFrom = "" } = found;
  try {
    const bearer = await context.useToken(found, baseUrl);
    const client = createClient({
      baseUrl,
      auth: { bearer, expires },
      signal: context.signal,
      retry: 0,
    });
    const { name, group } = await client.whoami();
    const who = `The token from ${tokenFrom} belongs to ${name} (${group.name})`;
    if (typeof expires !== "string")
      return { client, finding: { about: "token", state: "ok", text: `${who}.` } };
    const until = `${who} and works until ${formatTime(expires)} (server time).`;
    if (Date.parse(expires) - Date.now() > soon) {
      return { client, finding: { about: "token", state: "ok", text: until } };
    }
    const advice = `Sign in again before that: datameta login ${baseUrl}`;
    return { client, finding: { about: "token", state: "warning", text: until, advice } };
  } catch (error) {
    context.signal.throwIfAborted();
    return { finding: await explain(context, error, found, baseUrl) };
  }
}

async function explain(
  context: Context,
  error: unknown,
  { token, tokenFrom = "", expires }: FoundServer,
  baseUrl: string,
): Promise<Finding> {
  const advice = `Sign in with: datameta login ${baseUrl}`;
  const base = { about: "token", state: "failure", exitCode: exitCodes.notSignedIn } as const;
  if (token === undefined)
    return { ...base, text: "You are not signed in to this server.", advice };
  if (error instanceof CommandError) return { ...base, text: error.message, advice };
  if (!isDataMetaError(error)) throw error;
  if (error.name !== "UnauthorizedError") {
    return {
      ...base,
      text: `The token could not be checked: ${error.message}`,
      exitCode: exitCodes.failed,
    };
  }
  if (error.attempts === 0) {
    const since = typeof expires === "string" ? ` at ${formatTime(expires)} (server time)` : "";
    return {
      ...base,
      text: `The token from ${tokenFrom} expired${since}. It was not sent.`,
      advice,
    };
  }
  await context.rememberRejected();
  return {
    ...{ ...base, advice },
    text:
      `The server does not accept the token from ${tokenFrom}. It has expired or was deleted, or the account ` +
      "is disabled. The token is not sent again for an hour.",
  };
}
