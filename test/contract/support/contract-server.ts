import type { DataMetaClient, Identifier } from "datameta-client";

/** An account that a test uses. */
export interface Account {
  readonly id: Required<Identifier>;
  readonly groupId: Required<Identifier>;
  readonly groupName: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly token: string;
  /** A client with this token and without retries. */
  readonly client: DataMetaClient;
}

/** The properties of a new account. */
export interface AccountOptions {
  /** Another account in the same group. The default is a new group. */
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
 * A server under test, with actions that the versioned API does not have. Its state can contain
 * data from other tests.
 */
export interface ContractServer extends AsyncDisposable {
  readonly api: "v0" | "v1";
  /** The release, such as "1.1.1". */
  readonly release: string;
  /** The base URL for `createClient`. */
  readonly baseUrl: string;
  readonly origin: string;
  /** The initial account, which has every role. */
  readonly admin: Credentials;
  /** Creates an enabled account without a registration. */
  createAccount(options: AccountOptions): Promise<Credentials>;
  /** Accepts a registration, as an administrator does on the web pages. */
  approveRegistration(email: string): Promise<void>;
  /** Returns the token from the welcome mail of a new account. */
  readWelcomeToken(email: string): Promise<string>;
  /** Requests a mail to reset the password and returns its token. */
  requestResetToken(email: string): Promise<string>;
  /** Returns a reset token that has already expired. */
  requestExpiredResetToken(email: string): Promise<string>;
  /**
   * Signs in on the web page. Returns the value of the session cookie, or `undefined` if the
   * password is rejected.
   */
  signIn(email: string, password: string): Promise<string | undefined>;
}

/** Signs in with the form of the web page, which is the same on all servers. */
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
