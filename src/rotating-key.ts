import type { UserSession } from "../generated/schema.js";
import { createClient } from "./client.js";
import { readExpiry, type Expires } from "./datameta/auth.js";
import { marking } from "./datameta/errors.js";
import type { ClientOptions } from "./datameta/options.js";
import { ConfigurationError } from "./engine/errors.js";

/** An API key as `createApiKey` and `login` return it, as far as {@link rotatingKey} needs it. */
export interface StoredKey {
  readonly token: string;
  /** When it expires. Without it, the key is renewed at the first call. */
  readonly expires?: Expires;
  /** Its identifier. Without it, the key is not deleted after it was renewed. */
  readonly id?: UserSession["id"];
}

/** What {@link rotatingKey} takes, and the options of the client that renews the key. */
export interface RotatingKeyOptions extends Omit<ClientOptions, "auth"> {
  /** The key to begin with. */
  readonly key: StoredKey;
  /** The name of the new keys. */
  readonly label: string;
  /** How long before it expires a key is renewed, in milliseconds. @default a week */
  readonly renewBefore?: number;
  /** Stores a new key, so that the next start of the program begins with it. */
  readonly store?: (key: UserSession) => void | Promise<void>;
}

const hour = 60 * 60_000;
const week = 7 * 24 * hour;

/** In milliseconds, between a renewal that failed and the next one. */
const retryPause = 60_000;
/** In milliseconds: no call that began with a key is still running after it. */
const longestCall = hour;

/**
 * Keeps an API key alive: pass what it returns as `auth: { bearer }`. It creates a new key with the
 * old one before that expires. Calls that run at the same time share one renewal. The old key is
 * deleted an hour later, when the calls that use it have ended.
 *
 * If a renewal fails while the key still works, calls go on with it, and the renewal is tried again
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
  const client = createClient({ ...clientOptions, auth: { bearer: () => key } });

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
      // A key that cannot be deleted expires by itself.
      client.deleteApiKey({ id }).catch(() => undefined);
    }
    return key;
  };
}

/** When to renew a key. The server tells its local time, so the earliest time it may mean counts. */
function renewalTime({ token, expires }: StoredKey, before: number): number {
  if (typeof token !== "string" || token === "") {
    throw new ConfigurationError("rotatingKey: key.token is empty. Is the stored key complete?");
  }
  if (!(before > 0)) throw new ConfigurationError("rotatingKey: renewBefore must be above 0");
  // A key without an end needs no successor; one with an unknown end may have little time left.
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
