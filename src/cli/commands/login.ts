import { hostname, userInfo } from "node:os";

import type { Command } from "commander";

import type { DataMetaClient } from "../../index.js";
import { addCommand } from "../command.js";
import type { Context } from "../context.js";
import { usageError } from "../errors.js";
import { formatTime } from "../output/time.js";
import { completeUrl, readUrl } from "../settings/base-url.js";
import { readDmConfig } from "../settings/dmconfig.js";
import { readSecret } from "../settings/resolve-settings.js";
import { readLogins, storeLogin, type StoredLogin } from "../settings/store.js";

interface LoginFlags {
  readonly email?: string;
  readonly passwordStdin?: boolean;
  readonly label?: string;
  readonly expires?: string;
}

/** `datameta login`. */
export function addLogin(program: Command, context: Context): void {
  addCommand(program, {
    usage: "login [url]",
    does: "Sign in to a server, and stay signed in.",
    example: "login https://datameta.example.org",
    details:
      "Asks for your e-mail address and password, and creates an API key. Only the key is stored, in a\n" +
      "file that only you can read. In scripts, use --email with --password-stdin. To store a token that\n" +
      "you already have, use --token-stdin. --profile gives the login a name.",
  })
    .option("--email <address>", "your e-mail address")
    .option("--password-stdin", "read the password from standard input")
    .option("--label <text>", "the name of the key (default: your name and this computer's)")
    .option("--expires <date>", "like 2030-01-31 (default: as long as the server allows)")
    .action(async (url: string | undefined, flags: LoginFlags) => login(context, url, flags));
}

async function login(context: Context, url: string | undefined, flags: LoginFlags): Promise<void> {
  const { io, print, signal } = context;
  const { tokenStdin, profile: wantedProfile } = context.options();
  if (tokenStdin === true && flags.passwordStdin === true) {
    throw usageError("Use either --token-stdin or --password-stdin.");
  }
  // Checks the store first. Otherwise, a new key that cannot be stored would stay on the server.
  const before = await readLogins(io);
  const baseUrl = await completeUrl(await findAddress(context, url, before), signal);
  const profile = wantedProfile ?? profileOf(baseUrl);
  const session =
    tokenStdin === true
      ? await useToken(context, baseUrl, await readSecret(io, "--token-stdin"))
      : await createKey(context, baseUrl, flags);
  const { client, token, expires, keyId, me } = session;
  try {
    const email = me.email;
    await storeLogin(io, { profile, url: baseUrl, token, expires, email, keyId });
  } catch (error) {
    if (keyId !== null) await client.deleteApiKey({ id: keyId }).catch(() => undefined);
    throw error;
  }
  await deleteFormerKey(before, profile, baseUrl, session);
  const until = expires === null ? "" : ` until ${formatTime(expires)} (server time)`;
  print.done(`Signed in to ${new URL(baseUrl).host} as ${me.name}${until}.`);
  const ahead = ["DATAMETA_URL", "DATAMETA_TOKEN"].filter((name) => (io.env[name] ?? "") !== "");
  if (ahead.length > 0)
    print.warn(
      `${ahead.join(" and ")} ${ahead.length === 1 ? "overrides" : "override"} the stored login. ` +
        `Unset ${ahead.length === 1 ? "it" : "them"} to use the login.`,
    );
  if (print.json) print.data({ profile, url: baseUrl, email: me.email, expires, keyId });
}

/** Deletes the key of the login that is replaced. Nobody would use it any more. */
async function deleteFormerKey(
  before: readonly StoredLogin[],
  profile: string,
  url: string,
  { client, token }: Session,
): Promise<void> {
  const former = before.find((each) => each.profile === profile && each.url === url);
  if (former === undefined || former.keyId === null || former.token === token) return;
  await client.deleteApiKey({ id: former.keyId }).catch(() => undefined);
}

interface Session {
  readonly client: DataMetaClient;
  readonly token: string;
  readonly expires: string | null;
  readonly keyId: string | null;
  readonly me: { readonly name: string; readonly email: string };
}

async function useToken({ signal }: Context, baseUrl: string, input: string): Promise<Session> {
  const { createClient } = await import("../../index.js");
  const token = input.trim();
  const client = createClient({ baseUrl, auth: { bearer: token }, signal });
  return { client, token, expires: null, keyId: null, me: await client.whoami() };
}

async function createKey(context: Context, baseUrl: string, flags: LoginFlags): Promise<Session> {
  const { io, signal } = context;
  const instead = "Use --email and --password-stdin, and pass the password on standard input.";
  const { askPassword, askText } = await import("../prompts.js");
  const email = flags.email ?? (await askText(io, "E-mail", instead));
  const password =
    flags.passwordStdin === true
      ? await readSecret(io, "--password-stdin")
      : await askPassword(io, "Password", instead);
  const label = flags.label ?? `${userName()}datameta on ${hostname()}`;
  const { login: signIn } = await import("../../index.js");
  const { client, session } = await signIn({
    ...{ baseUrl, email, password, label, signal },
    ...(flags.expires !== undefined && { expires: flags.expires }),
  });
  const { token, expires, id } = session;
  return { client, token, expires, keyId: id.uuid, me: await client.whoami() };
}

function userName(): string {
  try {
    return `${userInfo().username}, `;
  } catch {
    // A container may run as a user without a name.
    return "";
  }
}

async function findAddress(
  context: Context,
  url: string | undefined,
  logins: readonly StoredLogin[],
): Promise<string> {
  const { io } = context;
  const { url: flag, profile } = context.options();
  if (url !== undefined) return readUrl(url, "The URL");
  if (flag !== undefined) return readUrl(flag, "--url");
  const env = io.env["DATAMETA_URL"];
  if (env !== undefined && env !== "") return readUrl(env, "DATAMETA_URL");
  const known =
    logins.find((each) => each.profile === profile)?.url ??
    logins.at(-1)?.url ??
    (await readDmConfig(io))?.url;
  const { askText } = await import("../prompts.js");
  const check = (text: string) => {
    try {
      readUrl(text, "This");
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : undefined;
    }
  };
  const instead = "Add the address: datameta login https://datameta.example.org";
  const answer = await askText(io, "Address of the server", instead, {
    ...(known !== undefined && { initial: known }),
    check,
  });
  return readUrl(answer, "The URL");
}

/** Returns the default name of a login: the host of the server. */
function profileOf(baseUrl: string): string {
  const { host, pathname } = new URL(baseUrl);
  return host + pathname.replace(/\/api\/v\d+$/, "");
}
