import type { UserSession } from "../generated/schema.js";
import { createClientFor } from "./client.js";
import { readExpiry, type Expires } from "./datameta/auth.js";
import { marking } from "./datameta/errors.js";
import type { ClientOptions } from "./datameta/options.js";
import { ConfigurationError } from "./engine/errors.js";

/** The members of an API key that {@link rotatingKey} uses. `createApiKey` and `login` return such a key. */
export interface StoredKey {
  readonly token: string;
  /** When the key expires. If this is not known, the key is renewed at the first call. */
  readonly expires?: Expires;
  /** The identifier of the key. Without it, the key is not deleted after it is renewed. */
  readonly id?: UserSession["id"];
}

/** The options of {@link rotatingKey}, and of the client that renews the key. */
export interface RotatingKeyOptions extends Omit<ClientOptions, "auth"> {
  /** The first key. */
  readonly key: StoredKey;
  /** The name of the new keys. */
  readonly label: string;
  /** How long before its expiry a key is renewed, in milliseconds. @default 604800000 (a week) */
  readonly renewBefore?: number;
  /** Stores a new key, so that the program can use it after a restart. */
  readonly store?: (key: UserSession) => void | Promise<void>;
}

const hour = 60 * 60_000;
const week = 7 * 24 * hour;

/** The pause between a failed renewal and the next one, in milliseconds. */
const retryPause = 60_000;
/** The longest expected duration of a call, in milliseconds. The old key is deleted after that. */
const longestCall = hour;

/**
 * Renews an API key before it expires. Pass the returned function as `auth: { bearer }`. The old key
 * is used to create the new one. Calls that run at the same time share one renewal. An hour later, when
 * all calls with the old key have ended, the old key is deleted.
 *
 * If a renewal fails and the old key still works, calls continue to use it. The next renewal is tried
 * a minute later.
 *
 * @throws ConfigurationError if an option is wrong
 *
 * @example
 * ```ts
 * const bearer = rotatingKey({ baseUrl, key: await loadKey(), label: "daemon", store: saveKey });
 * const datameta = createClient({ baseUrl, auth: { bearer } });
 * ```
 */
export function rotatingKey(options: RotatingKeyOptions): () => Promise<StoredKey> {
  const { key: first, label, renewBefore = week, store, ...clientOptions } = options;
  let key = first;
  let renewAt = marking(() => renewalTime(key, renewBefore));
  let renewal: Promise<void> | undefined;
  let replaced: { readonly id: string; readonly deleteAt: number } | undefined;
  const client = createClientFor({ ...clientOptions, auth: { bearer: () => key } }, "rotatingKey");

  async function renew(): Promise<void> {
    const session = await client.createApiKey({ body: { label } }).catch((error: unknown) => {
      if (Date.now() >= earliestExpiry(key.expires)) throw error;
      renewAt = Date.now() + retryPause;
    });
    if (!session) return;
    if (key.id) replaced = { id: key.id.uuid, deleteAt: Date.now() + longestCall };
    key = session;
    renewAt = renewalTime(session, renewBefore);
    await store?.(session);
  }

  return async () => {
    if (Date.now() >= renewAt) {
      await (renewal ??= renew().finally(() => (renewal = undefined)));
    }
    if (replaced && Date.now() >= replaced.deleteAt) {
      const { id } = replaced;
      replaced = undefined;
      // If the old key cannot be deleted, it still expires.
      client.deleteApiKey({ id }).catch(() => undefined);
    }
    return key;
  };
}

/** Returns when to renew a key. The expiry has no time zone, so the earliest possible time is used. */
function renewalTime({ token, expires }: StoredKey, before: number): number {
  if (typeof token !== "string" || token === "") {
    throw new ConfigurationError("rotatingKey: key.token is empty. Is the stored key complete?");
  }
  if (!(before > 0))
    throw new ConfigurationError(
      "rotatingKey: renewBefore must be a number of milliseconds above 0",
    );
  // A key that never expires is not renewed. A key of unknown expiry may expire soon.
  if (expires === null) return Infinity;
  return expires === undefined ? 0 : earliestExpiry(expires) - before;
}

function earliestExpiry(expires: unknown): number {
  const range = readExpiry(expires);
  if (range) return range[0];
  throw new ConfigurationError(
    "rotatingKey: key.expires is not a date. Pass a time like 2030-01-31T12:00:00.",
  );
}
