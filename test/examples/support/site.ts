import { createClient, type DataMetaClient } from "datameta-client";
import { startTestServer, type TestServerOptions } from "datameta-client/testing";
import { releases } from "../../server/api-version.js";

/** A server that the examples run against, and its first account, which has every role. */
export interface Site extends AsyncDisposable {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
  /** The server's release, like "1.1.1", where it is known to lack operations. */
  readonly release: string | undefined;
  /** Signed in with the token; makes what an example needs. */
  readonly client: DataMetaClient;
}

/**
 * The server that `EXAMPLES_URL` names, with `EXAMPLES_EMAIL`, `EXAMPLES_PASSWORD` and
 * `EXAMPLES_TOKEN` of an account that has every role and, if it is old, `EXAMPLES_RELEASE`, or else the
 * embedded one. The names are not those that the examples use themselves: nobody's own server is to be written to by chance.
 */
export async function openSite(): Promise<Site> {
  const { EXAMPLES_URL: url, EXAMPLES_EMAIL: email = "" } = process.env;
  const { EXAMPLES_PASSWORD: password = "", EXAMPLES_TOKEN: token = "" } = process.env;
  const { EXAMPLES_RELEASE: release } = process.env;
  if (url === undefined) return openEmbeddedSite();
  const client = createClient({ baseUrl: url, auth: { bearer: token } });
  const close = () => Promise.resolve();
  return { url, email, password, token, release, client, [Symbol.asyncDispose]: close };
}

/** The embedded server as a site. */
export async function openEmbeddedSite(options: TestServerOptions = {}): Promise<Site> {
  const server = await startTestServer(options);
  const { email, password, token } = server.account("admin@example.org");
  const client = createClient({ baseUrl: server.url, auth: { bearer: token } });
  const close = () => server.close();
  return {
    url: server.url,
    email,
    password,
    token,
    release: releases[options.api ?? "v1"],
    client,
    [Symbol.asyncDispose]: close,
  };
}
