import { createClient, type ClientOptions, type DataMetaClient } from "datameta-client";
import { startTestServer, type TestServer, type TestServerOptions } from "datameta-client/testing";
import { createValidator, type ValidatorOptions } from "datameta-client/validate";

/** A server with two clients: one with a validator, one without. */
export interface Validated extends AsyncDisposable {
  readonly server: TestServer;
  readonly validated: DataMetaClient;
  readonly unvalidated: DataMetaClient;
}

/**
 * Starts the server and signs in as a site administrator, so that no request fails because of a
 * missing role.
 */
export async function startValidated(
  options: ValidatorOptions & TestServerOptions = {},
): Promise<Validated> {
  const { onMismatch, passwordPolicy, ...serverOptions } = options;
  const server = await startTestServer({
    accounts: [{ email: "ada@example.org", password: "Lovelace-1815.", siteAdmin: true }],
    ...serverOptions,
  });
  const client: ClientOptions = {
    baseUrl: server.url,
    auth: { bearer: server.account("ada@example.org").token },
  };
  return {
    server,
    validated: createClient({
      ...client,
      validate: createValidator({ onMismatch, passwordPolicy }),
    }),
    unvalidated: createClient(client),
    [Symbol.asyncDispose]: () => server.close(),
  };
}
