// The generated declarations use AsyncDisposable, which is missing in older TypeScript libs.
/// <reference lib="esnext.disposable" preserve="true" />
import { createServer, type Server } from "node:http";

import { allowOrigins } from "./cors.js";
import { createDispatcher } from "./dispatch.js";
import type { ServerContext } from "./operation-request.js";
import { FaultPlan } from "./fault-plan.js";
import type { Faults } from "./faults.js";
import { createListener } from "./listener.js";
import type { TestServerOptions } from "./options.js";
import type { RecordedRequest } from "./recorded-request.js";
import { createResetToken, type ResetTokenOptions } from "./reset-tokens.js";
import { resolveOptions } from "./resolve-options.js";
import { compileRoutes, findOperationId } from "./routes.js";
import { seedState, type TestAccount } from "./seed.js";
import { approveRegistration } from "./resources/administration.js";
import type { Mail, MetaDataSet, StoredFile } from "./state.js";

/** A DataMeta server in memory, on its own port. */
export interface TestServer extends AsyncDisposable {
  /** The base URL for a client, such as `http://127.0.0.1:40123/api/v1`. */
  readonly url: string;
  /** Scheme, host and port, such as `http://127.0.0.1:40123`. */
  readonly origin: string;
  /** The accounts that the server started with, in the order of the options. */
  readonly accounts: readonly TestAccount[];
  /** The current files: first those from the options, in their order. */
  readonly files: readonly TestFile[];
  /** The current metadata sets. */
  readonly metadatasets: readonly TestMetaDataSet[];
  /** All requests so far. Secrets are masked. */
  readonly requests: readonly RecordedRequest[];
  /** All mails that a real server would have sent, with the token from the link. */
  readonly mails: readonly TestMail[];
  /**
   * Returns the account with this e-mail address, if the server started with it.
   *
   * @throws TypeError if there is no such account
   */
  account(email: string): TestAccount;
  /**
   * Creates the token that a mail for a forgotten password would contain. As on the real server,
   * this deletes an earlier token of the same account.
   *
   * @throws TypeError if there is no such account
   *
   * @example
   * ```ts
   * const token = server.createResetToken({ email: "member@example.org" });
   * await datameta.setUserPassword({
   *   id: "0",
   *   body: { passwordChangeCredential: token, newPassword: "Another-Password.2" },
   * });
   * ```
   */
  createResetToken(options: ResetTokenOptions): string;
  /**
   * Approves a registration, as an administrator does on the website. The welcome mail is in
   * {@link TestServer.mails}.
   *
   * @returns the token from the welcome mail, which sets the first password
   * @throws TypeError if there is no such registration, or a group of this name exists
   *
   * @example
   * ```ts
   * const token = server.approveRegistration("new@example.org");
   * await datameta.setUserPassword({
   *   id: "0",
   *   body: { passwordChangeCredential: token, newPassword: "First-Password.1" },
   * });
   * ```
   */
  approveRegistration(email: string): string;
  /**
   * Replaces all faults, from now on. `{}` removes them.
   *
   * @throws TypeError if a fault is invalid. The current faults then stay.
   *
   * @example
   * ```ts
   * server.setFaults({ createSubmission: "answer-lost", "*": [{ status: 503 }, { status: 503 }] });
   * ```
   */
  setFaults(faults: Faults): void;
  /** Closes all connections and refuses new ones, like a server that is down. */
  goOffline(): Promise<void>;
  /** Listens on the same port again after {@link TestServer.goOffline}, with the same state. */
  goOnline(): Promise<void>;
  /** Stops listening and closes all connections. */
  close(): Promise<void>;
}

/** A file on the server. */
export interface TestFile {
  readonly id: { readonly uuid: string; readonly site: string };
  readonly name: string;
  /** The MD5 that the client set last. After the upload is complete, the MD5 of the content. */
  readonly checksum: string;
  /** Whether the upload was completed. */
  readonly contentUploaded: boolean;
  /** The content that was uploaded so far. */
  readonly content: Uint8Array;
  /** Whether it belongs to a submission. */
  readonly isSubmitted: boolean;
}

/** A metadata set on the server. */
export interface TestMetaDataSet {
  readonly id: { readonly uuid: string; readonly site: string };
  /** The stored values. Dates are in ISO format. */
  readonly record: Readonly<Record<string, string | null>>;
  /** Whether it belongs to a submission. */
  readonly isSubmitted: boolean;
}

/** A mail that a real server would have sent. */
export type TestMail = Mail;

/**
 * Starts a DataMeta server in the memory of this process. It listens only on the loopback
 * interface. It stores data, checks requests against the API's document, and returns the same errors
 * as the real server.
 *
 * @throws TypeError if an option is invalid
 *
 * @example
 * ```ts
 * await using server = await startTestServer();
 * const { token } = server.account("member@example.org");
 * const datameta = createClient({ baseUrl: server.url, auth: { bearer: token } });
 * ```
 */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const resolved = resolveOptions(options);
  const { state, accounts } = seedState(resolved);
  const { api, now, maxKeyLifetime } = resolved;
  const context: ServerContext = { api, state, now, maxKeyLifetime };
  const requests: RecordedRequest[] = [];
  const faults = new FaultPlan();
  faults.set("startTestServer: faults", options.faults ?? {});
  const routes = compileRoutes(api);
  const listener = createListener({
    dispatch: createDispatcher(context),
    record: (request) => requests.push(request),
    findFault: (request) => {
      const operationId = findOperationId(routes, api, request);
      return { fault: faults.next(operationId), operationId };
    },
  });
  const server = createServer(allowOrigins(resolved.cors, listener));
  const port = await listen(server, 0);
  const origin = `http://127.0.0.1:${port}`;
  const close = () => stop(server);
  return {
    url: `${origin}/api/${api}`,
    origin,
    accounts,
    get files() {
      return state.files.map(showFile);
    },
    get metadatasets() {
      return state.metaDataSets.map(showMetaDataSet);
    },
    requests,
    mails: state.mails,
    account(email) {
      const account = accounts.find((each) => each.email === email.toLowerCase());
      if (account) return account;
      const emails = accounts.map((each) => each.email).join(", ");
      throw new TypeError(
        `account: there is no account with the e-mail address ${email}. Valid addresses: ${emails}.`,
      );
    },
    approveRegistration: (email) => approveRegistration(context, email),
    createResetToken: (tokenOptions) => createResetToken(context, tokenOptions),
    setFaults: (next) => faults.set("setFaults: faults", next),
    goOffline: close,
    async goOnline() {
      if (!server.listening) await listen(server, port);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function showFile(file: StoredFile): TestFile {
  const { uuid, site, name, checksum, content, filesize, record } = file;
  const state = { contentUploaded: filesize !== null, isSubmitted: record !== null };
  return { id: { uuid, site }, name, checksum, content, ...state };
}

function showMetaDataSet({ uuid, site, records, submission }: MetaDataSet): TestMetaDataSet {
  const values = records.map(({ definition, value }) => [definition.name, value] as const);
  return {
    id: { uuid, site },
    record: Object.fromEntries(values),
    isSubmitted: submission !== null,
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server has no port.");
  return address.port;
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
