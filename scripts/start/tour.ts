import type * as Client from "datameta-client";
import type * as Testing from "datameta-client/testing";

import { reportDone, startClock } from "../command/progress.js";
import { createReporter } from "./report-call.js";

const password = "Member-Password.1";
const renewed = "Renewed-Password.2";
const recovered = "Recovered-Password.3";

/**
 * Makes typical calls to an embedded server, and causes one error of each documented class.
 *
 * @returns the number of calls
 * @throws Error if a call has an unexpected result
 */
export async function runTour(client: typeof Client, testing: typeof Testing): Promise<number> {
  const elapsed = startClock();
  await using server = await testing.startTestServer();
  reportDone("server", server.url, "the embedded DataMeta, API v1", elapsed());

  const reporter = createReporter(client);
  const connect = (auth?: Client.Auth) =>
    client.createClient({ baseUrl: server.url, auth, fetch: reporter.fetch });
  const member = server.account("member@example.org");
  const admin = connect({ bearer: server.account("admin@example.org").token });
  const { email } = member;
  const anonymous = connect();

  reporter.section("An API key, with e-mail address and password");
  const key = await reporter.succeeds(
    () => anonymous.createApiKey({ body: { email, password, label: "laptop" } }),
    ({ label, userId, expires }) =>
      `key "${label}" of ${userId.site}, token ***, until ${expires ?? "revoked"}`,
  );
  const datameta = connect({ bearer: key.token });
  const id = key.userId.uuid;
  await reporter.succeeds(
    () => datameta.getUserApiKeys({ id }),
    (keys) => `${keys.length} keys: ${keys.map(({ label }) => `"${label}"`).join(", ")}`,
  );

  reporter.section("A new password, first with the old one, then with a reset token and the id 0");
  const done = () => "password set";
  await reporter.succeeds(
    () =>
      datameta.setUserPassword({
        id,
        body: { passwordChangeCredential: password, newPassword: renewed },
      }),
    done,
  );
  const reset = (token: string) =>
    anonymous.setUserPassword({
      id: "0",
      body: { passwordChangeCredential: token, newPassword: recovered },
    });
  const token = server.createResetToken({ email });
  await reporter.succeeds(() => reset(token), done);
  await reporter.fails(404, client.NotFoundError, () => reset(token));
  const late = server.createResetToken({ email, expired: true });
  await reporter.fails(410, client.GoneError, () => reset(late));

  reporter.section("One error of each other documented class");
  await reporter.fails(400, client.ValidationError, () =>
    anonymous.createApiKey({
      body: { email, password: recovered, label: "laptop", expires: "2999-12-31" },
    }),
  );
  await reporter.fails(401, client.UnauthorizedError, () =>
    anonymous.createApiKey({ body: { email, password: "Wrong-Password.9", label: "laptop" } }),
  );
  await reporter.fails(403, client.ForbiddenError, () => admin.deleteApiKey({ id: key.id.uuid }));
  const file = await reporter.succeeds(
    () => datameta.createFile({ body: { name: "reads.fastq", checksum: "0".repeat(32) } }),
    ({ id, name }) => `file ${id.site} "${name}", upload URL ***`,
  );
  await reporter.fails(409, client.ConflictError, () =>
    datameta.updateFile({ id: file.id.uuid, body: { contentUploaded: true } }),
  );
  await reporter.fails(500, client.ServerError, () =>
    datameta.createApiKey({ body: { label: "laptop", expires: "2030-01-31T12:00:00Z" } }),
  );

  reporter.section("The key is deleted and no longer works");
  await reporter.succeeds(
    () => datameta.deleteApiKey({ id: key.id.uuid }),
    () => "key deleted",
  );
  await reporter.fails(401, client.UnauthorizedError, () => datameta.whoami());
  await reporter.fails("not sent", client.UnauthorizedError, () => datameta.whoami());
  return reporter.calls;
}
