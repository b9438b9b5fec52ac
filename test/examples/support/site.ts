import { createClient, type DataMetaClient } from "datameta-client";
import { startTestServer } from "datameta-client/testing";

/** A server that the examples run against, and its first account, which has every role. */
export interface Site extends AsyncDisposable {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
  /** Signed in with the token; makes what an example needs. */
  readonly client: DataMetaClient;
}

/**
 * The server that `EXAMPLES_URL`, `EXAMPLES_EMAIL` and `EXAMPLES_PASSWORD` name, or else the
 * embedded one. The names are not those that the examples use themselves: nobody's own server is to
 * be written to by chance.
 */
export async function openSite(): Promise<Site> {
  const { EXAMPLES_URL: url, EXAMPLES_EMAIL: email, EXAMPLES_PASSWORD: password } = process.env;
  return url ? openRealSite(url, email ?? "", password ?? "") : openEmbeddedSite();
}

async function openEmbeddedSite(): Promise<Site> {
  const server = await startTestServer();
  const { email, password, token } = server.account("admin@example.org");
  const client = createClient({ baseUrl: server.url, auth: { bearer: token } });
  return {
    ...{ url: server.url, email, password, token, client },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

async function openRealSite(url: string, email: string, password: string): Promise<Site> {
  const { id, token } = await createClient({ baseUrl: url }).createApiKey({
    body: { email, password, label: "examples" },
  });
  const client = createClient({ baseUrl: url, auth: { bearer: token } });
  return {
    ...{ url, email, password, token, client },
    async [Symbol.asyncDispose]() {
      await client.deleteApiKey({ id: id.uuid });
    },
  };
}
