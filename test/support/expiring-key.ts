import { createClient, type ClientOptions, type DataMetaClient } from "datameta-client";
import { startTestServer, type TestServer } from "datameta-client/testing";

type Fetch = NonNullable<ClientOptions["fetch"]>;

/** A server that disables an account at the fifth failed login, and a key that can expire. */
export interface ExpiringKey extends AsyncDisposable {
  readonly server: TestServer;
  readonly token: string;
  /** A client that uses the key. */
  connect(options?: Partial<ClientOptions>): DataMetaClient;
  /** Expires the key. */
  expire(): void;
  /** The number of failed logins that the server has counted. */
  countFailedLogins(): number;
  /** Whether the account is still enabled. Checked with another key of the account. */
  isAccountEnabled(): Promise<boolean>;
}

const start = Date.parse("2026-06-01T12:00:00Z");
const day = 24 * 60 * 60_000;

/** Starts a server with an account whose key works until `expire` is called. */
export async function startWithExpiringKey(): Promise<ExpiringKey> {
  let now = start;
  const account = { email: "ada@example.org", password: "Lovelace-1815." };
  const keys = [{ label: "forever" }, { label: "short", expires: new Date(start + day) }];
  const server = await startTestServer({
    accounts: [{ ...account, keys }],
    now: () => new Date(now),
  });
  const [forever, short] = server.account(account.email).keys;
  const token = short?.token ?? "";
  const connectBy = (bearer: string, options?: Partial<ClientOptions>) =>
    createClient({ baseUrl: server.url, auth: { bearer }, ...options });
  return {
    server,
    token,
    connect: (options) => connectBy(token, options),
    expire: () => void (now = start + 2 * day),
    countFailedLogins: () => server.requests.filter(({ status }) => status === 401).length,
    async isAccountEnabled() {
      // Uses its own fetch, so that the test's network faults do not affect it.
      const { whoami } = connectBy(forever?.token ?? "", { fetch: globalThis.fetch });
      return whoami().then(
        () => true,
        () => false,
      );
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** Returns a `fetch` that changes each response of the real one. */
export function fetchThen(change: (response: Response) => Response | Promise<Response>): Fetch {
  return async (url, init) => change(await fetch(url, init));
}
