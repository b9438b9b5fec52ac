import { text } from "node:stream/consumers";

import { CommandError, exitCodes, usageError } from "../errors.js";
import type { Io } from "../io.js";
import { completeUrl, isSameServer, readUrl } from "./base-url.js";
import { readDmConfig, type DmConfig } from "./dmconfig.js";
import { readLogins, type StoredLogin } from "./store.js";

/** What the flags say about the server. */
export interface SettingFlags {
  readonly url?: string | undefined;
  readonly profile?: string | undefined;
  readonly tokenStdin?: boolean | undefined;
}

/** The server to talk to, and how. */
export interface Settings {
  /** The base URL, with `/api/v…`. */
  readonly baseUrl: string;
  /** Where the URL was found. */
  readonly urlFrom: string;
  readonly token: string | undefined;
  /** Where the token was found. */
  readonly tokenFrom: string | undefined;
  /** When the token expires, if that is known. */
  readonly expires: string | null | undefined;
  /** The stored login, if its token is used. */
  readonly login: StoredLogin | undefined;
}

/**
 * Finds the server and the token: flags go first, then `DATAMETA_URL` and `DATAMETA_TOKEN`, then the
 * stored login, then the file of `dmclient`. A stored token goes only to the URL it was stored with.
 *
 * @throws CommandError if no server is named
 */
export async function resolveSettings(
  io: Io,
  flags: SettingFlags,
  signal: AbortSignal,
): Promise<Settings> {
  const { address, ...found } = await findServer(io, flags);
  return { ...found, baseUrl: found.login?.url ?? (await completeUrl(address, signal)) };
}

/** The server and the token as they were given: the address may lack the version of the API. */
export interface FoundServer extends Omit<Settings, "baseUrl"> {
  readonly address: string;
}

/**
 * As {@link resolveSettings}, without asking the server.
 *
 * @throws CommandError if no server is named
 */
export async function findServer(io: Io, flags: SettingFlags): Promise<FoundServer> {
  const sources = await readSources(io, flags);
  const { address, urlFrom } = sources;
  const found = findToken(sources);
  return { address, urlFrom, ...found, expires: found.login?.expires };
}

/** Where the command was told to go, and what it knows about that place. */
interface Sources {
  readonly address: string;
  readonly urlFrom: string;
  readonly stdinToken: string | undefined;
  /** `DATAMETA_TOKEN`, unless `DATAMETA_URL` names another server. */
  readonly envToken: string | undefined;
  /** The login that was stored with the address. */
  readonly stored: StoredLogin | undefined;
  /** The file of `dmclient`, if it names the address. */
  readonly dmConfig: DmConfig | undefined;
}

async function readSources(io: Io, flags: SettingFlags): Promise<Sources> {
  if (flags.url !== undefined && flags.profile !== undefined) {
    throw usageError("Give either --url or --profile. A profile has its own address.");
  }
  const stdinToken = flags.tokenStdin === true ? await readSecret(io, "--token-stdin") : undefined;
  const envUrl = nonEmpty(io.env["DATAMETA_URL"]);
  const envToken = nonEmpty(io.env["DATAMETA_TOKEN"]);
  const envAddress = envUrl === undefined ? undefined : readUrl(envUrl, "DATAMETA_URL");

  if (flags.profile !== undefined) {
    const stored = await findProfile(io, flags.profile);
    const urlFrom = `profile ${flags.profile}`;
    return {
      address: stored.url,
      urlFrom,
      stdinToken,
      envToken: undefined,
      stored,
      dmConfig: undefined,
    };
  }
  const flagAddress = flags.url === undefined ? undefined : readUrl(flags.url, "--url");
  const given = flagAddress ?? envAddress;
  // With both in the environment, a damaged store does not matter.
  const needsStore = given === undefined || (envToken === undefined && stdinToken === undefined);
  const logins = needsStore ? await readLogins(io) : [];
  const dmConfig = needsStore ? await readDmConfig(io) : undefined;
  const dmAddress =
    dmConfig?.url === undefined ? undefined : readUrl(dmConfig.url, `The url in ${dmConfig.path}`);
  const address = given ?? logins.at(-1)?.url ?? dmAddress;
  if (address === undefined) {
    throw new CommandError(
      "No server is set.",
      exitCodes.notSignedIn,
      "Sign in with: datameta login https://datameta.example.org",
    );
  }
  return {
    address,
    urlFrom:
      flagAddress !== undefined
        ? "--url"
        : envAddress !== undefined
          ? "DATAMETA_URL"
          : logins.length > 0
            ? "the stored login"
            : (dmConfig?.path ?? ""),
    stdinToken,
    envToken: envAddress === undefined || isSameAddress(envAddress, address) ? envToken : undefined,
    stored: logins.findLast(({ url }) => isSameServer(url, address)),
    dmConfig: dmAddress !== undefined && isSameAddress(dmAddress, address) ? dmConfig : undefined,
  };
}

function findToken({
  stdinToken,
  envToken,
  stored,
  dmConfig,
}: Sources): Pick<Settings, "token" | "tokenFrom" | "login"> {
  const none = { login: undefined };
  if (stdinToken !== undefined) return { ...none, token: stdinToken, tokenFrom: "--token-stdin" };
  if (envToken !== undefined) return { ...none, token: envToken, tokenFrom: "DATAMETA_TOKEN" };
  if (stored) return { token: stored.token, tokenFrom: "the stored login", login: stored };
  if (dmConfig?.token !== undefined) {
    return { ...none, token: dmConfig.token, tokenFrom: dmConfig.path };
  }
  return { ...none, token: undefined, tokenFrom: undefined };
}

/** Whether two addresses name the same server; one of them may lack the version of the API. */
function isSameAddress(one: string, other: string): boolean {
  return isSameServer(one, other) || isSameServer(other, one);
}

/**
 * The stored login with this profile's name.
 *
 * @throws CommandError if there is none
 */
export async function findProfile(io: Io, profile: string): Promise<StoredLogin> {
  const logins = await readLogins(io);
  const found = logins.find((each) => each.profile === profile);
  if (found) return found;
  const known = logins.map((each) => each.profile).join(", ");
  throw new CommandError(
    `There is no profile "${profile}".`,
    exitCodes.notSignedIn,
    known === "" ? "Sign in with: datameta login" : `There are: ${known}`,
  );
}

/** Reads a token or a password from standard input, without the line break at its end. */
export async function readSecret(io: Io, flag: string): Promise<string> {
  const secret = (await text(io.stdin)).replace(/\r?\n$/, "");
  if (secret !== "") return secret;
  throw usageError(`${flag}: standard input is empty.`);
}

function nonEmpty(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === "" ? undefined : trimmed;
}
