import type { Command } from "commander";

import { addCommand } from "../command.js";
import type { Context } from "../context.js";
import { CommandError, exitCodes } from "../errors.js";
import { isSameServer, readUrl } from "../settings/base-url.js";
import { findProfile } from "../settings/resolve-settings.js";
import { rejectedAt } from "../settings/rejected-tokens.js";
import { readLogins, removeLogin, type StoredLogin } from "../settings/store.js";

/** The timeout in milliseconds, so that the command ends soon if the server does not respond. */
const longestWait = 10_000;

/** `datameta logout`. */
export function addLogout(program: Command, context: Context): void {
  addCommand(program, {
    usage: "logout",
    does: "Sign out: delete the key on the server and the stored login.",
    example: "logout",
    details:
      "Signs out of the server that you signed in to last. Use --profile or --url for another one.",
  })
    .option("--all", "sign out of every server")
    .action(async ({ all }: { all?: boolean }) => {
      const logins = all === true ? await readLogins(context.io) : [await findLogin(context)];
      for (const login of logins) await signOut(context, login);
    });
}

async function signOut(context: Context, login: StoredLogin): Promise<void> {
  const { io, print } = context;
  const { host } = new URL(login.url);
  const outcome = await deleteKey(context, login);
  await removeLogin(io, login);
  print.done(`Signed out of ${host}.`);
  if (outcome === "kept") return;
  if (outcome !== "deleted") {
    const until =
      login.expires === null ? "" : ` until ${login.expires.slice(0, 16).replace("T", " ")}`;
    print.warn(
      `The key still works${until}, because ${outcome}. ` +
        `Delete it later with: datameta keys delete ${login.keyId ?? ""}`,
    );
  }
}

/** Deletes the key on the server. @returns `deleted`, `kept`, or the reason for a failure */
async function deleteKey({ io, signal }: Context, login: StoredLogin): Promise<string> {
  // A token that the user entered may be in use elsewhere.
  if (login.keyId === null) return "kept";
  // A rejected token does not work any more. Another request with it could lock the account.
  if ((await rejectedAt(io, login.token)) !== undefined) return "deleted";
  const { createClient, isDataMetaError } = await import("../../index.js");
  try {
    const { url: baseUrl, token, expires } = login;
    const client = createClient({ baseUrl, auth: { bearer: token, expires }, signal });
    await client.deleteApiKey({ id: login.keyId }, { timeout: longestWait, retry: 0 });
    return "deleted";
  } catch (error) {
    signal.throwIfAborted();
    if (!isDataMetaError(error)) throw error;
    if (error.name === "UnauthorizedError" || error.name === "ForbiddenError") return "deleted";
    return error.name === "ConnectionError" || error.name === "TimeoutError"
      ? "the server cannot be reached"
      : "the server did not delete it";
  }
}

async function findLogin({ io, options }: Context): Promise<StoredLogin> {
  const { url, profile } = options();
  if (profile !== undefined) return findProfile(io, profile);
  const logins = await readLogins(io);
  const address = url === undefined ? undefined : readUrl(url, "--url");
  const found = logins.findLast((each) => address === undefined || isSameServer(each.url, address));
  if (found !== undefined) return found;
  throw new CommandError(
    address === undefined ? "You are not signed in." : `You are not signed in to ${address}.`,
    exitCodes.notSignedIn,
  );
}
