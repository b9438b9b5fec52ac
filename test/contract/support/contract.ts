import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { createClient, type ClientOptions, type DataMetaClient } from "datameta-client";
import { expect, inject, test } from "vitest";
import type { Account, AccountOptions, ContractServer, Credentials } from "./contract-server.js";
import { shareDefinitions } from "./definitions.js";
import { startEmbeddedServer } from "./embedded-server.js";
import { RemoteServer } from "./real-server.js";
import { Recorder } from "./recorder.js";
import type { FileRecording } from "./recording.js";

/** The server that the tests of a file share, with helpers. */
export class Site {
  readonly notApplicable: FileRecording["notApplicable"] = [];

  constructor(
    readonly server: ContractServer,
    readonly recorder: Recorder,
  ) {}

  get isV0(): boolean {
    return this.server.api === "v0";
  }

  /** Creates a client without retries, so that a test sees each response. */
  client(options: Partial<ClientOptions> = {}): DataMetaClient {
    const { fetch } = this.recorder;
    return createClient({ baseUrl: this.server.baseUrl, retry: 0, fetch, ...options });
  }

  async createAccount(options: AccountOptions = {}): Promise<Account> {
    return this.signedIn(await this.server.createAccount(options));
  }

  async signedIn({ email, password, token }: Credentials): Promise<Account> {
    const client = this.client({ auth: { bearer: token } });
    const { id, name, group } = await client.whoami();
    return {
      ...{ email, password, token, client, name },
      id: complete(id),
      groupId: complete(group.id),
      groupName: group.name,
    };
  }
}

function complete({ uuid, site }: { uuid: string; site?: string }): { uuid: string; site: string } {
  if (site === undefined) throw new Error(`${uuid} has no site id`);
  return { uuid, site };
}

async function openSite(): Promise<Site> {
  const { api, connection } = inject("contract");
  const server = connection ? new RemoteServer(connection) : await startEmbeddedServer(api);
  const bearer = server.admin.token;
  await shareDefinitions(createClient({ baseUrl: server.baseUrl, auth: { bearer } }));
  return new Site(server, new Recorder(server.baseUrl));
}

async function saveRecording({ recorder, notApplicable }: Site, testPath: string): Promise<void> {
  const file = basename(testPath);
  const recording: FileRecording = {
    file,
    seen: [...recorder.seen].map(([answer, kinds]) => ({ answer, kinds: [...kinds] })),
    notApplicable,
  };
  await writeFile(join(inject("contract").recordings, `${file}.json`), JSON.stringify(recording));
}

const ofFile = { scope: "file" } as const;

/**
 * A test of the contract between client and server. Each file creates its accounts on first use and
 * shares them. A test that changes an account creates its own.
 */
export const it = test
  // eslint-disable-next-line no-empty-pattern -- vitest reads a fixture's dependencies from it
  .extend("site", ofFile, async ({}, { onCleanup }) => {
    const site = await openSite();
    const { testPath = "" } = expect.getState();
    onCleanup(async () => {
      await saveRecording(site, testPath);
      await site.server[Symbol.asyncDispose]();
    });
    return site;
  })
  /** Fails a test if the document does not allow one of its responses. */
  .extend("answers", { auto: true }, ({ site }, { onCleanup }) => {
    onCleanup(() => expect(site.recorder.takeViolations()).toEqual([]));
    return site.recorder;
  })
  /** Skips a test that does not apply to this server. The run prints the reason. */
  .extend("skipOn", ({ site, task, skip }) => (api: "v0" | "v1", reason: string) => {
    if (site.server.api !== api) return;
    site.notApplicable.push({ test: task.name, reason });
    skip(reason);
  })
  /** Has every role. */
  .extend("admin", ofFile, ({ site }) => site.signedIn(site.server.admin))
  /** Has no role. */
  .extend("member", ofFile, ({ site }) => site.createAccount())
  /** In the member's group. */
  .extend("colleague", ofFile, ({ site, member }) => site.createAccount({ groupOf: member }))
  /** Administers the member's group. */
  .extend("groupAdmin", ofFile, ({ site, member }) =>
    site.createAccount({ groupOf: member, groupAdmin: true }),
  )
  /** In another group. */
  .extend("outsider", ofFile, ({ site }) => site.createAccount())
  /** In another group, with `siteRead`. */
  .extend("reader", ofFile, ({ site }) => site.createAccount({ siteRead: true }))
  /** In another group, with `siteAdmin` but not `siteRead`. */
  .extend("siteAdmin", ofFile, ({ site }) => site.createAccount({ siteAdmin: true }));

/** Returns the error of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  const data: unknown = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (typeof data === "object" && data !== null && "error" in data) return data.error;
  throw new Error(`expected an error, but the call returned ${JSON.stringify(data)}`);
}
