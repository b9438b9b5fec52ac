import { text } from "node:stream/consumers";

import { CommandError, exitCodes, usageError } from "../errors.js";
import type { Io } from "../io.js";
import { completeUrl, isSameServer, readUrl } from "./base-url.js";
import { readDmConfig, type DmConfig } from "./dmconfig.js";
import { readLogins, type StoredLogin } from "./store.js";

/** The flags that select the server and the token. */
export interface SettingFlags {
  readonly url?: string | undefined;
  readonly profile?: string | undefined;
  readonly tokenStdin?: boolean | undefined;
}

/** The server and the token to use. */
export interface Settings {
  /** The base URL, with `/api/v…`. */
  readonly baseUrl: string;
  /** The source of the URL, for messages. */
  readonly urlFrom: string;
  readonly token: string | undefined;
  /** The source of the token, for messages. */
  readonly tokenFrom: string | undefined;
  /** When the token expires; `undefined` if unknown. */
  readonly expires: string | null | undefined;
  /** The stored login, if its token is used. */
  readonly login: StoredLogin | undefined;
}

/**
 * Finds the server and the token, in this order: flags, `DATAMETA_URL` and `DATAMETA_TOKEN`, the
 * stored login, the file of `dmclient`. A stored token is sent only to the URL it was stored with.
 *
 * @throws CommandError if no server is set
 */
export async function resolveSettings(
  io: Io,
  flags: SettingFlags,
  signal: AbortSignal,
): Promise<Settings> {
  const { address, ...found } = await findServer(io, flags);
  return { ...found, baseUrl: found.login?.url ?? (await completeUrl(address, signal)) };
}

/** The server and the token from the settings. The address may lack the version of the API. */
export interface FoundServer extends Omit<Settings, "baseUrl"> {
  readonly address: string;
}

/**
 * Finds the server and the token like {@link resolveSettings}, without a request to the server.
 *
 * @throws CommandError if no server is set
 */
export async function findServer(io: Io, flags: SettingFlags): Promise<FoundServer> {
  const sources = await readSources(io, flags);
  const { address, urlFrom } = sources;
  const found = findToken(sources);
  return { address, urlFrom, ...found, expires: found.login?.expires };
}

/** The address of the server, and the tokens that may be sent to it. */
interface Sources {
  readonly address: string;
  readonly urlFrom: string;
  readonly stdinToken: string | undefined;
  /** `DATAMETA_TOKEN`, unless `DATAMETA_URL` names another server. */
  readonly envToken: string | undefined;
  /** The login that was stored with the address. */
  readonly stored: StoredLogin | undefined;
  /** The file of `dmclient`, if it contains the address. */
  readonly dmConfig: DmConfig | undefined;
}

async function readSources(io: Io, flags: SettingFlags): Promise<Sources> {
  if (flags.url !== undefined && flags.profile !== undefined) {
    throw usageError("Use either --url or --profile. A profile has its own address.");
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
  const setAddress = flagAddress ?? envAddress;
  // With an address and a token from elsewhere, a damaged store does not matter.
  const needsStore =
    setAddress === undefined || (envToken === undefined && stdinToken === undefined);
  const logins = needsStore ? await readLogins(io) : [];
  const dmConfig = needsStore ? await readDmConfig(io) : undefined;
  const dmAddress =
    dmConfig?.url === undefined ? undefined : readUrl(dmConfig.url, `The url in ${dmConfig.path}`);
  const address = setAddress ?? logins.at(-1)?.url ?? dmAddress;
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

/** Whether two addresses are for the same server. One of them may lack the version of the API. */
function isSameAddress(one: string, other: string): boolean {
  return isSameServer(one, other) || isSameServer(other, one);
}

/**
 * Finds the stored login with this profile name.
 *
 * @throws CommandError if there is no such profile
 */
export async function findProfile(io: Io, profile: string): Promise<StoredLogin> {
  const logins = await readLogins(io);
  const found = logins.find((each) => each.profile === profile);
  if (found) return found;
  const known = logins.map((each) => each.profile).join(", ");
  throw new CommandError(
    `There is no profile "${profile}".`,
    exitCodes.notSignedIn,
    known === "" ? "Sign in with: datameta login" : `Profiles: ${known}`,
  );
}

/** Reads a token or a password from standard input, without the final line break. */
export async function readSecret(io: Io, flag: string): Promise<string> {
  const secret = (await text(io.stdin)).replace(/\r?\n$/, "");
  if (secret !== "") return secret;
  throw usageError(`${flag}: standard input is empty.`);
}

function nonEmpty(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === "" ? undefined : trimmed;
}
