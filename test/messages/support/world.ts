import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createClient, type ClientOptions, type DataMetaClient } from "datameta-client";
import { startTestServer, type Fault, type TestServer } from "datameta-client/testing";

import { canaries } from "../../support/canaries.js";

/** Calls that fail, by cause. Each throws, rejects, or returns the text that a person sees. */
export type Cases = Readonly<Record<string, () => unknown>>;

/** A server, and clients that do not retry. */
export interface World extends AsyncDisposable {
  readonly server: TestServer;
  readonly folder: string;
  /** A client without a credential. */
  readonly client: (options?: Partial<ClientOptions>) => DataMetaClient;
  /** A client with the account's token, which is a canary. */
  readonly signedIn: (options?: Partial<ClientOptions>) => DataMetaClient;
  /** A path in the folder. */
  readonly path: (name: string) => string;
  /** A case whose requests all get the fault. The call is `whoami` by default. */
  readonly after: (
    fault: Fault,
    call?: (datameta: DataMetaClient) => unknown,
    options?: Partial<ClientOptions>,
  ) => () => unknown;
}

/** The password of the account. */
export const password = "Lovelace-canary-1815.";

const accounts = [
  {
    ...{ email: "ada@example.org", password, name: "Ada", siteAdmin: true, siteRead: true },
    keys: [{ token: canaries.token }],
  },
];

export async function createWorld(): Promise<World> {
  const metadata = [
    { name: "sample_id", isMandatory: true, isSubmissionUnique: true, example: "AB12" },
    { name: "date", dateTimeFmt: "%Y-%m-%d", example: "2026-01-31" },
    { name: "zip", regExp: "^[0-9]{3}$", regexDescription: "three digits", example: "123" },
    { name: "reads", isFile: true },
    { name: "quality", service: "QC" },
  ];
  const server = await startTestServer({ accounts, metadata, services: [{ name: "QC" }] });
  const folder = await mkdtemp(join(tmpdir(), "datameta-messages-"));
  const client = (options: Partial<ClientOptions> = {}) =>
    createClient({ baseUrl: server.url, retry: 0, ...options });
  return {
    ...{ server, folder, client },
    signedIn: (options) => client({ auth: { bearer: canaries.token }, ...options }),
    path: (name) => join(folder, name),
    after:
      (fault, call = (datameta) => datameta.whoami(), options = {}) =>
      () => {
        server.setFaults({ "*": fault });
        return call(client(options));
      },
    async [Symbol.asyncDispose]() {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
