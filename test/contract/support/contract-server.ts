import type { DataMetaClient, Identifier } from "datameta-client";

/** An account that a test signs in with. */
export interface Account {
  readonly id: Required<Identifier>;
  readonly groupId: Required<Identifier>;
  readonly groupName: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly token: string;
  /** A client that is signed in with the token and repeats nothing. */
  readonly client: DataMetaClient;
}

/** What a new account is to be. */
export interface AccountOptions {
  /** The group of that account; a new one by default. */
  readonly groupOf?: Account;
  readonly groupAdmin?: boolean;
  readonly siteRead?: boolean;
  readonly siteAdmin?: boolean;
}

/** The sign-in data of an account. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly token: string;
}

/**
 * A server under test, with what the versioned API cannot do. Its state may hold the traces of
 * other tests.
 */
export interface ContractServer extends AsyncDisposable {
  readonly api: "v0" | "v1";
  /** The release, like "1.1.1". */
  readonly release: string;
  /** What `createClient` takes. */
  readonly baseUrl: string;
  readonly origin: string;
  /** The first account, which has every role. */
  readonly admin: Credentials;
  /** Makes an enabled account, without a registration. */
  createAccount(options: AccountOptions): Promise<Credentials>;
  /** Accepts a registration, as an administrator does on the web pages. */
  approveRegistration(email: string): Promise<void>;
  /** The token in the mail that welcomes a new account. */
  readWelcomeToken(email: string): Promise<string>;
  /** Asks for a mail to reset the password; gives the token in it. */
  requestResetToken(email: string): Promise<string>;
  /** The same, with its ten minutes over. */
  requestExpiredResetToken(email: string): Promise<string>;
  /** Signs in on the web page; gives the session cookie's value, none where that is refused. */
  signIn(email: string, password: string): Promise<string | undefined>;
}

/** Signs in by the form of the web page, which is the same on each server. */
export async function signInByForm(
  origin: string,
  email: string,
  password: string,
): Promise<string | undefined> {
  const response = await fetch(`${origin}/login`, {
    method: "POST",
    body: new URLSearchParams({ input_email: email, input_password: password }),
    redirect: "manual",
  });
  await response.arrayBuffer();
  if (!response.headers.get("location")?.endsWith("/home")) return undefined;
  const cookies = response.headers.getSetCookie().map((cookie) => /^datameta=([^;]*)/.exec(cookie));
  return cookies.find((match) => match !== null)?.[1];
}
