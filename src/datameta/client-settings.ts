import type { ResolvedOptions } from "../engine/options.js";

/** What `datameta-client/files` takes over from a client. */
export interface ClientSettings {
  readonly baseUrl: string;
  readonly options: ResolvedOptions;
}

/** Registered, so that other copies of the package find it, too. */
const key = Symbol.for("datameta-client.settings");

/** Keeps the settings of a client where only this package looks: `inspect` does not call functions. */
export function rememberSettings<C extends object>(client: C, settings: ClientSettings): C {
  return Object.defineProperty(client, key, { value: () => settings });
}

/** Returns the settings of a client; `undefined` if somebody has wrapped it. */
export function settingsOf(client: object): ClientSettings | undefined {
  const read: unknown = Reflect.get(client, key);
  // Safe: only `rememberSettings` writes it.
  return typeof read === "function" ? (read as () => ClientSettings)() : undefined;
}
