import { createClient, type DataMetaClient } from "datameta-client";
import { startTestServer, type TestServerOptions } from "datameta-client/testing";
import { releases } from "../../server/api-version.js";

/** A server to run the examples against, and its first account, which has every role. */
export interface Site extends AsyncDisposable {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
  /** The server's release, such as "1.1.1". Set for old releases, which lack some operations. */
  readonly release: string | undefined;
  /** A client with this token. It prepares what an example needs. */
  readonly client: DataMetaClient;
}

/**
 * Opens the server at `EXAMPLES_URL`, or starts the embedded server if that is not set.
 * `EXAMPLES_EMAIL`, `EXAMPLES_PASSWORD` and `EXAMPLES_TOKEN` belong to an account with every role.
 * `EXAMPLES_RELEASE` is set for old releases. The examples themselves read other variables, so that
 * the tests never write to a developer's own server by accident.
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

/** Starts the embedded server as a site. */
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
