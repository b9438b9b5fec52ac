// The checks of `datameta-client/openapi` for all runtimes. It has its own code to write requests
// and read files. The other code is shared with the root entry.
import { UnauthorizedError as SharedError, isDataMetaError } from "datameta-client";
import {
  ClientError,
  ConfigurationError,
  NotFoundError,
  UnauthorizedError,
  createOpenApiClient,
} from "datameta-client/openapi";
import { countingFetch, equal, failureOf } from "./checking.js";

/**
 * A table as the pipeline generates it, with some operations of the server. One is changed to
 * return a file.
 */
const api = {
  operations: {
    changeGroupName: { route: "PUT /groups/{id}", success: { 204: "empty" } },
    getUserApiKeys: { route: "GET /users/{id}/keys" },
    setUserPassword: {
      route: "PUT /users/{id}/password",
      success: { 204: "empty" },
      security: "optional",
    },
    whoami: { operationId: "GetUserInformation", route: "GET /rpc/whoami" },
    whoamiFile: { route: "GET /rpc/whoami", success: { 200: "binary" } },
  },
  defaultErrors: [400, 401, 403, 404],
  defaultIdentifiers: {},
  securitySchemes: { bearerAuth: { type: "bearer" } },
  defaultSchemes: [["bearerAuth"]],
  servers: ["/api/v1"],
};

export const openApiChecks = {
  async "createOpenApiClient changes and reads back"({ url, account }) {
    let asked = 0;
    const bearerAuth = async () => (asked++, account.token);
    const client = clientOf({ url, account }, { auth: { bearerAuth } });
    const body = { name: "Größe — 开放" };

    equal(await client.changeGroupName({ id: account.groupId, body }), undefined);
    const { data, response } = await client.whoami.withResponse();

    equal(`${data.email} ${data.group.name}`, `${account.email} ${body.name}`);
    equal(response.status, 200);
    equal(asked, 2);
  },

  async "createOpenApiClient returns a file that arrives in small chunks"({ trickling, account }) {
    const file = await clientOf({ url: trickling, account }).whoamiFile();

    equal(JSON.parse(await file.text()).name, account.name);
  },

  async "createOpenApiClient throws the classes that it exports"({ url, account }) {
    const client = clientOf({ url, account });
    const auth = { bearerAuth: "canary-4712" };
    const body = { passwordChangeCredential: "unknown", newPassword: "Another-Password.2" };

    const refused = await failureOf(client.whoami({ auth }));
    const missing = await failureOf(client.setUserPassword({ id: "0", body }));

    equal(refused instanceof UnauthorizedError && refused instanceof ClientError, true);
    // The root entry has the same classes, and marks its own errors.
    equal(UnauthorizedError, SharedError);
    equal(isDataMetaError(refused), false);
    equal(`${refused.status} ${refused.operationId}`, "401 GetUserInformation");
    equal(`${refused.stack} ${JSON.stringify(refused)}`.includes("canary-4712"), false);
    equal(missing instanceof NotFoundError, true);
    equal(client.setUserPassword.isError(missing), true);
    equal(client.whoami.isError(missing), false);
  },

  async "createOpenApiClient rejects invalid arguments before any request"({ url, account }) {
    const sent = countingFetch();
    const client = clientOf({ url, account }, { fetch: sent.fetch });

    for (const call of [
      () => client.getUserApiKeys({ id: account.id, di: "1" }),
      () => client.getUserApiKeys({}),
      () => client.changeGroupName({ id: account.groupId }),
      () => client.whoami({ auth: { bearer: account.token } }),
      async () => clientOf({ url, account }, { validate: null }),
    ]) {
      equal((await failureOf(call())) instanceof ConfigurationError, true);
    }
    equal(sent.count(), 0);
  },

  async "createOpenApiClient retries a call after 503"({ flaky, account }) {
    const sent = countingFetch();
    const client = clientOf({ url: flaky, account }, { fetch: sent.fetch });

    equal((await client.whoami()).email, account.email);

    equal(sent.count(), 2);
  },
};

function clientOf({ url, account }, options = {}) {
  const auth = { bearerAuth: account.token };
  return createOpenApiClient(api, { baseUrl: url, auth, ...options });
}
