import { isAbsolute, join } from "node:path";

import { CommandError, exitCodes } from "../errors.js";
import type { Io } from "../io.js";
import { readPrivate, updatePrivate } from "./private-file.js";

/** A login that the command stores. */
export interface StoredLogin {
  /** The name for `--profile`. */
  readonly profile: string;
  /** The base URL, with `/api/v…`. */
  readonly url: string;
  readonly token: string;
  /** In the server's local time; `null` if the token never expires. */
  readonly expires: string | null;
  readonly email: string | null;
  /** The id of the API key; `null` if it was not created by `login`. */
  readonly keyId: string | null;
}

/** The stored logins, the current one last. */
interface Content {
  readonly version: 1;
  readonly logins: readonly StoredLogin[];
}

/** Returns the folder for the command's own files. */
export function configFolder({ env, home, platform }: Io): string | undefined {
  const { XDG_CONFIG_HOME: xdg, APPDATA: appData } = env;
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, "datameta");
  if (platform === "win32" && appData !== undefined) return join(appData, "datameta");
  return home === undefined ? undefined : join(home, ".config", "datameta");
}

/** Reads the stored logins. The last one is the current one. */
export async function readLogins(io: Io): Promise<readonly StoredLogin[]> {
  const folder = configFolder(io);
  if (folder === undefined) return [];
  return readContent(await readPrivate(join(folder, "logins.json"))).logins;
}

/** Stores a login as the current one. Replaces the login with the same profile. */
export async function storeLogin(io: Io, login: StoredLogin): Promise<void> {
  await updatePrivate(storePath(io), (content) => ({
    version: 1,
    logins: [
      ...readContent(content).logins.filter(({ profile }) => profile !== login.profile),
      login,
    ],
  }));
}

/** Removes a login from the store. */
export async function removeLogin(io: Io, login: StoredLogin): Promise<void> {
  await updatePrivate(storePath(io), (content) => ({
    version: 1,
    // Compares tokens, because another process may have signed in again in the meantime.
    logins: readContent(content).logins.filter(({ token }) => token !== login.token),
  }));
}

function storePath(io: Io): string {
  const folder = configFolder(io);
  if (folder !== undefined) return join(folder, "logins.json");
  throw new CommandError(
    "There is no home folder to store the login in.",
    exitCodes.failed,
    "Set HOME or XDG_CONFIG_HOME. Without a stored login, DATAMETA_URL and DATAMETA_TOKEN work.",
  );
}

function readContent(content: unknown): Content {
  const logins = (content as Partial<Content> | null | undefined)?.logins;
  // Safe: the file belongs to the user, and only this command writes it.
  return { version: 1, logins: Array.isArray(logins) ? (logins as StoredLogin[]) : [] };
}
