import type { MetaDatum } from "../../generated/schema.js";
import type { Faults } from "./faults.js";

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
  readonly api?: "v0" | "v1" | undefined;
  /**
   * The server's clock. It is asked anew each time, so a test can move it.
   *
   * @default () => new Date()
   */
  readonly now?: (() => Date) | undefined;
  /**
   * Who has an account from the start.
   *
   * @default a site administrator and an ordinary member of another group
   */
  readonly accounts?: readonly TestAccountOptions[] | undefined;
  /**
   * How many days an API key may live.
   *
   * @default 30
   */
  readonly maxKeyLifetime?: number | undefined;
  /**
   * The metadata that are defined from the start.
   *
   * @default none on v1; on v0 the five that a new server has: `#ID`, `Date`, `ZIP Code`, `FileR1`
   *   and `FileR2`, all mandatory
   */
  readonly metadata?: readonly TestMetaDatumOptions[] | undefined;
  /**
   * The services that there are from the start.
   *
   * @default none
   */
  readonly services?: readonly TestServiceOptions[] | undefined;
  /**
   * The files that are announced, uploaded and frozen from the start.
   *
   * @default none
   */
  readonly files?: readonly TestFileOptions[] | undefined;
  /** Application settings that differ from those of a new server, by key. */
  readonly appSettings?: Readonly<Record<string, string | number>> | undefined;
  /**
   * Which requests go wrong, and how.
   *
   * @default none
   */
  readonly faults?: Faults | undefined;
  /**
   * The origins of pages that may call from a browser, like `http://localhost:5173`; `"*"` for any.
   *
   * @default none
   */
  readonly cors?: readonly string[] | "*" | undefined;
}

/** An account to start with. */
export interface TestAccountOptions {
  /** Kept in lower case, as the server does. */
  readonly email: string;
  readonly password: string;
  /** @default the e-mail address up to the `@` */
  readonly name?: string | undefined;
  /**
   * The name of the group; accounts with the same one share it.
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
   * When it dies; `null` for never.
   *
   * @default null
   */
  readonly expires?: Date | null | undefined;
}

/** A metadata definition to start with. What is left out is empty, or `false`. */
export interface TestMetaDatumOptions extends Partial<Omit<MetaDatum, "name" | "serviceId">> {
  readonly name: string;
  /** The name of the service that fills it in. */
  readonly service?: string | undefined;
}

/** A service to start with. */
export interface TestServiceOptions {
  readonly name: string;
  /**
   * The e-mail addresses of those who may execute it.
   *
   * @default nobody
   */
  readonly users?: readonly string[] | undefined;
}

/** A file to start with. */
export interface TestFileOptions {
  readonly name: string;
  /** The e-mail address of its owner. */
  readonly owner: string;
  /**
   * A text is encoded as UTF-8.
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
