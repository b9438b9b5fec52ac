import { createClient } from "datameta-client";
import { startTestServer, type TestServer } from "datameta-client/testing";
import type { ApiVersion } from "../server/api-version.js";
import { startRealServer, type RealServer } from "../server/start-real-server.js";
import { accountNames } from "./plan.js";
import { firstPassword } from "./texts.js";
import type { Twin } from "./things.js";

/** Both servers, in the same state. */
export interface ServerPair extends AsyncDisposable {
  readonly api: ApiVersion;
  readonly origin: Twin;
  /** The tokens by account. */
  readonly tokens: ReadonlyMap<string, Twin>;
}

const roles: Readonly<Record<string, object>> = {
  admin: { siteAdmin: true, siteRead: true, groupAdmin: true },
  boss: { siteAdmin: true },
  reader: { siteRead: true },
  head: { groupAdmin: true },
};

function groupOf(name: string): string {
  if (name === "admin") return "Administration";
  return ["boss", "reader", "outsider"].includes(name) ? "Group B" : "Group A";
}

export async function startServers(api: ApiVersion): Promise<ServerPair> {
  const real = await startRealServer({ api });
  try {
    const others = accountNames
      .filter((name) => name !== "admin")
      .map((name) => ({
        ...{ email: `${name}@example.org`, group: groupOf(name), password: firstPassword },
        ...roles[name],
      }));
    for (const account of others) await real.createUser({ ...account, fullname: nameOf(account) });
    const { email, password, fullname, group } = real.admin;
    const keys = [{ label: "Created by init script" }];
    const admin = { email, password, name: fullname, group, keys, ...roles["admin"] };
    const withoutKeys = others.map((account) => ({ ...account, keys: [] }));
    const embedded = await startTestServer({ api, accounts: [admin, ...withoutKeys] });
    const tokens = new Map([
      ["admin", { real: real.token, embedded: embedded.account(email).token }],
    ]);
    for (const other of others) tokens.set(nameOf(other), await tokensOf(real, embedded, other));
    return {
      api,
      origin: { real: real.origin, embedded: embedded.origin },
      tokens,
      async [Symbol.asyncDispose]() {
        await embedded.close();
        await real.close();
      },
    };
  } catch (error) {
    await real.close();
    throw error;
  }
}

const nameOf = ({ email }: { email: string }) => email.slice(0, email.indexOf("@"));

async function tokensOf(
  real: RealServer,
  embedded: TestServer,
  { email, password }: { email: string; password: string },
): Promise<Twin> {
  const body = { email, password, label: "test key" };
  const { token } = await createClient({ baseUrl: real.url }).createApiKey({ body });
  const other = await createClient({ baseUrl: embedded.url }).createApiKey({ body });
  return { real: token, embedded: other.token };
}
