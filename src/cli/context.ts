import type { DataMetaClient, Validator } from "../index.js";
import { CommandError, exitCodes, usageError } from "./errors.js";
import type { Io } from "./io.js";
import type { Printer } from "./output/printer.js";
import { rejectedAt, rememberRejected } from "./settings/rejected-tokens.js";
import { resolveSettings, type Settings } from "./settings/resolve-settings.js";

/** The options that every command has. */
export interface GlobalOptions {
  readonly url?: string;
  readonly profile?: string;
  readonly tokenStdin?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly showSecrets?: boolean;
}

/** A client that is signed in. */
export interface Connection {
  readonly datameta: DataMetaClient;
  readonly settings: Settings;
}

interface ConnectOptions {
  readonly validate?: Validator | null;
  readonly isOptional?: boolean;
}

/** Gives a command its streams, options and client. */
export class Context {
  #used: string | undefined;

  constructor(
    readonly io: Io,
    /** Returns the global options. Call it after the arguments are parsed. */
    readonly options: () => GlobalOptions,
    readonly print: Printer,
  ) {}

  get signal(): AbortSignal {
    return this.io.signal;
  }

  /**
   * Creates a client that is signed in.
   *
   * @param options - `validate` checks requests before they are sent. With `isOptional`, the client
   * has no credential if there is no token
   * @throws CommandError if there is no token, or if the server has rejected it before
   */
  async connect({ validate = null, isOptional = false }: ConnectOptions = {}): Promise<Connection> {
    const settings = await resolveSettings(this.io, this.options(), this.signal);
    const { baseUrl, token, expires } = settings;
    const auth =
      token === undefined && isOptional
        ? null
        : { bearer: await this.useToken(settings, baseUrl), expires };
    const { createClient } = await import("../index.js");
    return { datameta: createClient({ baseUrl, auth, validate, signal: this.signal }), settings };
  }

  /**
   * Returns the token to send.
   *
   * @throws CommandError if there is no token, or if the server has rejected it before
   */
  async useToken(
    { token, tokenFrom }: Pick<Settings, "token" | "tokenFrom">,
    baseUrl: string,
  ): Promise<string> {
    if (token === undefined) {
      throw new CommandError(
        `You are not signed in to ${new URL(baseUrl).host}.`,
        exitCodes.notSignedIn,
        `Sign in with: datameta login ${baseUrl}`,
      );
    }
    const rejected = await rejectedAt(this.io, token);
    if (rejected !== undefined) {
      throw new CommandError(
        `The server rejected the token from ${tokenFrom ?? ""} at ${rejected.toLocaleTimeString("en-GB")}. ` +
          "It was not sent again, because that could lock the account.",
        exitCodes.notSignedIn,
        "Sign in again with: datameta login",
      );
    }
    if (/[^\x21-\x7e]/.test(token)) {
      throw usageError(
        `The token from ${tokenFrom ?? ""} contains a space or another invalid character.`,
      );
    }
    this.#used = token;
    return token;
  }

  /** Stores the information that the server rejected the current token. */
  async rememberRejected(): Promise<void> {
    if (this.#used !== undefined) await rememberRejected(this.io, this.#used);
  }
}
