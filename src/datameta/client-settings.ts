import type { ResolvedOptions } from "../engine/options.js";

/** The settings of a client that `datameta-client/files` uses. */
export interface ClientSettings {
  readonly baseUrl: string;
  readonly options: ResolvedOptions;
}

/** A registered symbol, so that other copies of the package find it, too. */
const key = Symbol.for("datameta-client.settings");

/** Stores the settings in the client as a function, so that `inspect` does not print the credential. */
export function rememberSettings<C extends object>(client: C, settings: ClientSettings): C {
  return Object.defineProperty(client, key, { value: () => settings });
}

/** Returns the settings of a client, or `undefined` if other code has wrapped the client. */
export function settingsOf(client: object): ClientSettings | undefined {
  const read: unknown = Reflect.get(client, key);
  // Safe: only `rememberSettings` sets this property.
  return typeof read === "function" ? (read as () => ClientSettings)() : undefined;
}
