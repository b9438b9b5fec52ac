import type { UserSession } from "../generated/schema.js";
import { createClientFor } from "./client.js";
import { readExpiry, type Expires } from "./datameta/auth.js";
import { marking } from "./datameta/errors.js";
import type { ClientOptions } from "./datameta/options.js";
import { checkSession } from "./datameta/session.js";
import { ConfigurationError } from "./engine/errors.js";
import { ownMembers } from "./engine/options.js";

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
  // Safe: the copies only lack inherited members. `checkOptions` checks what JavaScript can pass.
  const own = ownMembers(options) as unknown as RotatingKeyOptions;
  const { key: first, label, renewBefore = week, store, ...clientOptions } = own;
  let key = ownMembers(first) as unknown as StoredKey;
  marking(() => checkOptions(key, { label, renewBefore, store }));
  let renewAt = renewalTime(key, renewBefore);
  let renewal: Promise<void> | undefined;
  let replaced: { readonly id: string; readonly deleteAt: number } | undefined;
  const client = createClientFor({ ...clientOptions, auth: { bearer: () => key } }, "rotatingKey");

  async function renew(): Promise<void> {
    let session: UserSession;
    let renewed: StoredKey;
    try {
      session = await client.createApiKey({ body: { label } });
      renewed = { ...session, ...marking(() => checkSession("rotatingKey", session)) };
    } catch (error) {
      if (Date.now() >= earliestExpiry(key)) throw error;
      renewAt = Date.now() + retryPause;
      return;
    }
    if (key.id) replaced = { id: key.id.uuid, deleteAt: Date.now() + longestCall };
    key = renewed;
    renewAt = Math.max(renewalTime(key, renewBefore), Date.now() + retryPause);
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

/** Checks the options of `rotatingKey`, because callers in plain JavaScript can pass anything. */
function checkOptions(
  { token, expires }: StoredKey,
  { label, renewBefore, store }: Readonly<Record<string, unknown>>,
): void {
  const check = (holds: boolean, problem: string) => {
    if (!holds) throw new ConfigurationError(`rotatingKey: ${problem}`);
  };
  const isText = (value: unknown) => typeof value === "string" && value !== "";
  check(isText(token), "key.token is empty. Is the stored key complete?");
  check(
    readExpiry(expires) !== undefined,
    "key.expires is not a date. Pass a time like 2030-01-31T12:00:00.",
  );
  check(
    typeof renewBefore === "number" && renewBefore > 0,
    "renewBefore must be a number of milliseconds above 0",
  );
  check(store === undefined || typeof store === "function", "store must be a function");
  check(isText(label), "label is empty or not a string");
}

/**
 * Returns when to renew a key. A key that never expires is not renewed. A key of unknown expiry may
 * expire soon.
 */
function renewalTime(key: StoredKey, before: number): number {
  return key.expires === null ? Infinity : earliestExpiry(key) - before;
}

/** Returns when a key may expire. The expiry has no time zone, so it is the earliest possible time. */
function earliestExpiry({ expires }: StoredKey): number {
  return readExpiry(expires)?.[0] ?? 0;
}
