import type {
  TestAccountOptions,
  TestFileOptions,
  TestKeyOptions,
  TestMetaDatumOptions,
  TestServerOptions,
  TestServiceOptions,
} from "./options.js";
import { refuseUnknown } from "./refuse-unknown.js";

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

/** The definitions that the set-up of release 0.9.8 creates. */
const metadataOfV0: readonly TestMetaDatumOptions[] = [
  {
    name: "#ID",
    regExp: "^[A-Z][A-Z][0-9][0-9]$",
    regexDescription:
      "The ID must be specified as two uppercase characters followed by two digits.",
    example: "AB45",
    order: 100,
    isMandatory: true,
    isSiteUnique: true,
  },
  { name: "Date", dateTimeFmt: "%Y-%m-%d", example: "2021-03-29", order: 200, isMandatory: true },
  {
    name: "ZIP Code",
    regExp: "^[0-9][0-9][0-9]$",
    regexDescription: "Please specify the first three digits of the ZIP code",
    example: "149",
    order: 300,
    isMandatory: true,
    isSubmissionUnique: true,
  },
  { name: "FileR1", example: "AB45_R1.fastq.gz", order: 400, isMandatory: true, isFile: true },
  { name: "FileR2", example: "AB45_R2.fastq.gz", order: 500, isMandatory: true, isFile: true },
];

const optionNames = [
  "api",
  "now",
  "accounts",
  "maxKeyLifetime",
  "metadata",
  "services",
  "files",
  "appSettings",
  "faults",
  "cors",
];

/** The options with all defaults. */
export interface ResolvedOptions {
  readonly api: "v0" | "v1";
  readonly now: () => Date;
  readonly accounts: readonly ResolvedAccount[];
  readonly maxKeyLifetime: number;
  readonly metadata: readonly TestMetaDatumOptions[];
  readonly services: readonly TestServiceOptions[];
  readonly files: readonly TestFileOptions[];
  readonly appSettings: Readonly<Record<string, string | number>>;
  readonly cors: readonly string[] | "*";
}

/** An account with all defaults. */
export type ResolvedAccount = {
  readonly [Name in keyof TestAccountOptions]-?: Exclude<TestAccountOptions[Name], undefined>;
};

/**
 * Checks the options and fills in the defaults.
 *
 * @throws TypeError if an option is invalid. The message names the option and its valid values.
 */
export function resolveOptions(options: TestServerOptions): ResolvedOptions {
  refuseUnknown("startTestServer", options, optionNames);
  const { api = "v1", now = () => new Date(), maxKeyLifetime = 30 } = options;
  const { services = [], files = [], appSettings = {}, cors = [] } = options;
  if (!["v0", "v1"].includes(api)) {
    throw new TypeError(`startTestServer: api must be "v0" or "v1"; got ${JSON.stringify(api)}.`);
  }
  if (typeof now !== "function") {
    throw new TypeError("startTestServer: now must be a function that returns a Date.");
  }
  if (!Number.isInteger(maxKeyLifetime) || maxKeyLifetime < 1) {
    throw new TypeError(
      `startTestServer: maxKeyLifetime must be an integer, 1 or greater; got ${maxKeyLifetime}.`,
    );
  }
  checkOrigins(cors);
  const accounts = (options.accounts ?? defaultAccounts).map(resolveAccount);
  const emails = accounts.map(({ email }) => email);
  const twice = emails.find((email, index) => emails.indexOf(email) !== index);
  if (twice !== undefined) {
    throw new TypeError(`startTestServer: two accounts have the e-mail address ${twice}.`);
  }
  const metadata = options.metadata ?? (api === "v0" ? metadataOfV0 : []);
  const names = services.map(({ name }) => name);
  metadata.forEach(({ service }, index) => {
    checkKnown(`startTestServer: metadata[${index}].service`, service, names);
  });
  services.forEach(({ users = [] }, index) => {
    for (const user of users) {
      checkKnown(`startTestServer: services[${index}].users`, user.toLowerCase(), emails);
    }
  });
  files.forEach(({ owner }, index) => {
    checkKnown(`startTestServer: files[${index}].owner`, owner.toLowerCase(), emails);
  });
  return { api, now, accounts, maxKeyLifetime, metadata, services, files, appSettings, cors };
}

function checkOrigins(cors: unknown): void {
  if (cors === "*" || (Array.isArray(cors) && cors.every(isOrigin))) return;
  throw new TypeError(
    'startTestServer: cors must be "*" or an array of origins such as "http://localhost:5173"; ' +
      `got ${JSON.stringify(cors)}.`,
  );
}

function isOrigin(value: unknown): boolean {
  return typeof value === "string" && URL.canParse(value) && new URL(value).origin === value;
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
    throw new TypeError(`${place}.email must be an e-mail address such as "ada@example.org".`);
  }
  if (typeof account.password !== "string" || account.password === "") {
    throw new TypeError(`${place}.password must be a non-empty string.`);
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
      `${place}.expires must be a valid Date, or null for a key that never expires.`,
    );
  }
}

function checkKnown(place: string, name: string | undefined, known: readonly string[]): void {
  if (name === undefined || known.includes(name)) return;
  throw new TypeError(
    `${place} refers to "${name}", which does not exist. Valid names: ${known.join(", ") || "(none)"}.`,
  );
}
