import type { MetaDatum } from "../../generated/schema.js";
import type { Faults } from "./faults.js";

/**
 * Options for a test server. All are optional.
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
   * The version of the API: `v1` as in release 1.1.1, or `v0` as in release 0.9.8.
   *
   * @default "v1"
   */
  readonly api?: "v0" | "v1" | undefined;
  /**
   * The server's clock. The server calls it every time it needs the time, so a test can change it.
   *
   * @default () => new Date()
   */
  readonly now?: (() => Date) | undefined;
  /**
   * The accounts that exist from the start.
   *
   * @default a site administrator and an ordinary member of another group
   */
  readonly accounts?: readonly TestAccountOptions[] | undefined;
  /**
   * The maximum lifetime of an API key, in days.
   *
   * @default 30
   */
  readonly maxKeyLifetime?: number | undefined;
  /**
   * The metadata definitions that exist from the start.
   *
   * @default none on v1. On v0, the five definitions of a new server: `#ID`, `Date`, `ZIP Code`,
   * `FileR1` and `FileR2`, all mandatory
   */
  readonly metadata?: readonly TestMetaDatumOptions[] | undefined;
  /**
   * The services that exist from the start.
   *
   * @default none
   */
  readonly services?: readonly TestServiceOptions[] | undefined;
  /**
   * The files that exist from the start: announced, uploaded and frozen.
   *
   * @default none
   */
  readonly files?: readonly TestFileOptions[] | undefined;
  /** Application settings with a different value than on a new server, by key. */
  readonly appSettings?: Readonly<Record<string, string | number>> | undefined;
  /**
   * The faults of requests, by method.
   *
   * @default none
   */
  readonly faults?: Faults | undefined;
  /**
   * The origins of browser pages that may call the server, such as `http://localhost:5173`. `"*"`
   * allows all origins.
   *
   * @default none
   */
  readonly cors?: readonly string[] | "*" | undefined;
}

/** An account to start with. */
export interface TestAccountOptions {
  /** Stored in lower case, as on the real server. */
  readonly email: string;
  readonly password: string;
  /** @default the e-mail address up to the `@` */
  readonly name?: string | undefined;
  /**
   * The name of the group. Accounts with the same name are in the same group.
   *
   * @default "Test group"
   */
  readonly group?: string | undefined;
  /** @default false */
  readonly siteAdmin?: boolean | undefined;
  /** @default false */
  readonly siteRead?: boolean | undefined;
  /** @default false */
  readonly groupAdmin?: boolean | undefined;
  /** @default true */
  readonly enabled?: boolean | undefined;
  /**
   * The account's API keys.
   *
   * @default one key that never expires
   */
  readonly keys?: readonly TestKeyOptions[] | undefined;
}

/** An API key to start with. */
export interface TestKeyOptions {
  /** @default a random token */
  readonly token?: string | undefined;
  /** @default "test key" */
  readonly label?: string | undefined;
  /**
   * When the key expires. `null` means never.
   *
   * @default null
   */
  readonly expires?: Date | null | undefined;
}

/** A metadata definition to start with. Members that you leave out are empty or `false`. */
export interface TestMetaDatumOptions extends Partial<Omit<MetaDatum, "name" | "serviceId">> {
  readonly name: string;
  /** The name of the service that supplies the value. */
  readonly service?: string | undefined;
}

/** A service to start with. */
export interface TestServiceOptions {
  readonly name: string;
  /**
   * The e-mail addresses of the users who may execute the service.
   *
   * @default nobody
   */
  readonly users?: readonly string[] | undefined;
}

/** A file to start with. */
export interface TestFileOptions {
  readonly name: string;
  /** The e-mail address of the file's owner. */
  readonly owner: string;
  /**
   * The content. A string is encoded as UTF-8.
   *
   * @default ""
   */
  readonly content?: string | Uint8Array | undefined;
  /**
   * Whether the upload is complete, so that the file can be submitted.
   *
   * @default true
   */
  readonly frozen?: boolean | undefined;
}
