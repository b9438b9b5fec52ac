/**
 * How to set up a test server. All of it is optional.
 *
 * @example
 * ```ts
 * await using server = await startTestServer({
 *   api: "v0",
 *   accounts: [{ email: "ada@example.org", password: "Lovelace.1815", siteAdmin: true }],
 * });
 * ```
 */
export interface TestServerOptions {
  /**
   * The version that the server speaks: `v1` as release 1.1.1 does, `v0` as release 0.9.8.
   *
   * @default "v1"
   */
  readonly api?: "v0" | "v1";
  /**
   * The server's clock. It is asked anew each time, so a test can move it.
   *
   * @default () => new Date()
   */
  readonly now?: () => Date;
  /**
   * Who has an account from the start.
   *
   * @default a site administrator and an ordinary member of another group
   */
  readonly accounts?: readonly TestAccountOptions[];
  /**
   * How many days an API key may live.
   *
   * @default 30
   */
  readonly maxKeyLifetime?: number;
  /** Application settings that differ from those of a new server, by key. */
  readonly appSettings?: Readonly<Record<string, string | number>>;
}

/** An account to start with. */
export interface TestAccountOptions {
  /** Kept in lower case, as the server does. */
  readonly email: string;
  readonly password: string;
  /** @default the e-mail address up to the `@` */
  readonly name?: string;
  /**
   * The name of the group; accounts with the same one share it.
   *
   * @default "Test group"
   */
  readonly group?: string;
  /** @default false */
  readonly siteAdmin?: boolean;
  /** @default false */
  readonly siteRead?: boolean;
  /** @default false */
  readonly groupAdmin?: boolean;
  /** @default true */
  readonly enabled?: boolean;
  /**
   * The account's API keys.
   *
   * @default one key that never expires
   */
  readonly keys?: readonly TestKeyOptions[];
}

/** An API key to start with. */
export interface TestKeyOptions {
  /** @default a random token */
  readonly token?: string;
  /** @default "test key" */
  readonly label?: string;
  /**
   * When it dies; `null` for never.
   *
   * @default null
   */
  readonly expires?: Date | null;
}

const defaultAccounts: readonly TestAccountOptions[] = [
  {
    email: "admin@example.org",
    password: "Admin-Password.1",
    name: "Site Admin",
    group: "Administration",
    siteAdmin: true,
    siteRead: true,
    groupAdmin: true,
  },
  {
    email: "member@example.org",
    password: "Member-Password.1",
    name: "Ordinary Member",
    group: "Research",
  },
];

/** The options with every default filled in. */
export interface ResolvedOptions {
  readonly api: "v0" | "v1";
  readonly now: () => Date;
  readonly accounts: readonly ResolvedAccount[];
  readonly maxKeyLifetime: number;
  readonly appSettings: Readonly<Record<string, string | number>>;
}

/** An account with every default filled in. */
export type ResolvedAccount = Required<TestAccountOptions> & {
  readonly keys: readonly TestKeyOptions[];
};

/**
 * Checks the options and fills in the defaults.
 *
 * @throws TypeError naming the option that cannot be used, what it was and what it may be
 */
export function resolveOptions(options: TestServerOptions): ResolvedOptions {
  const known = ["api", "now", "accounts", "maxKeyLifetime", "appSettings"];
  refuseUnknown("startTestServer", options, known);
  const { api = "v1", now = () => new Date(), maxKeyLifetime = 30, appSettings = {} } = options;
  if (!["v0", "v1"].includes(api)) {
    throw new TypeError(`startTestServer: api must be "v0" or "v1"; got ${JSON.stringify(api)}.`);
  }
  if (typeof now !== "function") {
    throw new TypeError("startTestServer: now must be a function that returns a Date.");
  }
  if (!Number.isInteger(maxKeyLifetime) || maxKeyLifetime < 1) {
    throw new TypeError(
      `startTestServer: maxKeyLifetime must be a whole number of days, at least 1; got ${maxKeyLifetime}.`,
    );
  }
  const accounts = (options.accounts ?? defaultAccounts).map(resolveAccount);
  const emails = accounts.map(({ email }) => email);
  const twice = emails.find((email, index) => emails.indexOf(email) !== index);
  if (twice !== undefined) {
    throw new TypeError(`startTestServer: two accounts have the e-mail address ${twice}.`);
  }
  return { api, now, accounts, maxKeyLifetime, appSettings };
}

function resolveAccount(account: TestAccountOptions, index: number): ResolvedAccount {
  const place = `startTestServer: accounts[${index}]`;
  refuseUnknown(place, account, [
    "email",
    "password",
    "name",
    "group",
    "siteAdmin",
    "siteRead",
    "groupAdmin",
    "enabled",
    "keys",
  ]);
  if (typeof account.email !== "string" || !/^[^@]+@[^@]+$/.test(account.email)) {
    throw new TypeError(`${place}.email must be an address such as "ada@example.org".`);
  }
  if (typeof account.password !== "string" || account.password === "") {
    throw new TypeError(`${place}.password must be a text that is not empty.`);
  }
  const { email, password, keys = [{}] } = account;
  keys.forEach((key, keyIndex) => {
    checkKey(`${place}.keys[${keyIndex}]`, key);
  });
  return {
    email: email.toLowerCase(),
    password,
    name: account.name ?? email.slice(0, email.indexOf("@")),
    group: account.group ?? "Test group",
    siteAdmin: account.siteAdmin ?? false,
    siteRead: account.siteRead ?? false,
    groupAdmin: account.groupAdmin ?? false,
    enabled: account.enabled ?? true,
    keys,
  };
}

function checkKey(place: string, key: TestKeyOptions): void {
  refuseUnknown(place, key, ["token", "label", "expires"]);
  if (key.token !== undefined && !/^[\x21-\x7e]+$/.test(key.token)) {
    throw new TypeError(`${place}.token must be printable ASCII without spaces.`);
  }
  const { expires } = key;
  if (expires != null && !(expires instanceof Date && Number.isFinite(expires.getTime()))) {
    throw new TypeError(
      `${place}.expires must be a valid Date, or null for a key that never dies.`,
    );
  }
}

/** A misspelt option would otherwise be ignored without a word. */
function refuseUnknown(place: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`${place} knows no option "${unknown}"; it takes ${known.join(", ")}.`);
  }
}
