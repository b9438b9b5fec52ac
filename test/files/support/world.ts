import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createClient, type ClientOptions, type DataMetaClient } from "datameta-client";
import {
  startTestServer,
  type TestMetaDatumOptions,
  type TestServer,
  type TestServerOptions,
} from "datameta-client/testing";

/** A server, a client that is signed in, and an empty folder. */
export interface World extends AsyncDisposable {
  readonly server: TestServer;
  readonly datameta: DataMetaClient;
  readonly folder: string;
  /** Another client of the same account. */
  readonly client: (options: Partial<ClientOptions>) => DataMetaClient;
  /** A path in the folder. */
  readonly path: (name: string) => string;
  /** The requests to one operation. */
  readonly requestsTo: (operationId: string) => number;
}

/** The columns of a typical site. */
export const columns: readonly TestMetaDatumOptions[] = [
  { name: "sample_id", isMandatory: true, isSubmissionUnique: true, example: "AB12" },
  { name: "date", dateTimeFmt: "%Y-%m-%d", example: "2026-01-31" },
  {
    ...{ name: "zip", regExp: "^[0-9]{3}$", regexDescription: "three digits", example: "123" },
  },
  { name: "reads", isFile: true },
  { name: "report", isFile: true },
];

/** Retries with short pauses and a short timeout. */
const quick = { timeout: 20_000, retry: { limit: 2, maxDelay: 2_000 } };

export async function createWorld(
  options: TestServerOptions = {},
  clientOptions: Partial<ClientOptions> = {},
): Promise<World> {
  const server = await startTestServer({ metadata: columns, ...options });
  const folder = await mkdtemp(join(tmpdir(), "datameta-files-"));
  const { token } = server.account("member@example.org");
  const client = (more: Partial<ClientOptions>) =>
    createClient({
      baseUrl: server.url,
      auth: { bearer: token },
      ...quick,
      ...clientOptions,
      ...more,
    });
  return {
    ...{ server, folder, client, datameta: client({}) },
    path: (name) => join(folder, name),
    requestsTo: (id) => server.requests.filter(({ operationId }) => operationId === id).length,
    async [Symbol.asyncDispose]() {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
