import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApiVersion, releases } from "./api-version.js";
import { type Administrator, startDataMeta } from "./datameta-process.js";
import { logFolderFor } from "./folders.js";
import { Mailbox } from "./mail.js";
import { startPostgres } from "./postgres.js";
import { findPostgresBinaries } from "./postgres-binaries.js";
import { findPython, preparePythonEnvironment } from "./python-environment.js";
import { ServerAccess, type ServerConnection } from "./server-access.js";
import { writeSettings } from "./settings.js";
import { startSmtpSink } from "./smtp-sink.js";
import { step } from "./step.js";

/** A server that this process has started and must close. */
export class RealServer extends ServerAccess implements AsyncDisposable {
  readonly url: string;
  readonly origin: string;
  readonly token: string;
  readonly admin: Administrator;

  constructor(
    connection: ServerConnection,
    /** Resolves with a message when one of its programs has ended, for any reason. */
    readonly ended: Promise<string>,
    private readonly stop: () => Promise<void>,
  ) {
    super(connection);
    ({ url: this.url, origin: this.origin, token: this.token, admin: this.admin } = connection);
  }

  /** Stops all programs and removes the data. A second call does nothing. */
  close(): Promise<void> {
    return this.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

export interface RealServerOptions {
  readonly api: ApiVersion;
}

/**
 * Starts a DataMeta server with this API and its own PostgreSQL. Both use free loopback ports and
 * store their data in a temporary folder. The first start installs their requirements into
 * `.cache/datameta-server/`.
 *
 * @throws StepError if a step fails, with the reason and the path of its log. Programs that were
 * already started are stopped.
 */
export async function startRealServer({ api }: RealServerOptions): Promise<RealServer> {
  const logs = await logFolderFor(api);
  const log = (name: string) => join(logs, `${name}.log`);

  const python = await step(
    "python",
    async (note) => {
      const base = await findPython();
      const environment = await preparePythonEnvironment(api, base, log("pip"));
      note(`DataMeta ${releases[api]}, ${environment.cached ? "cached" : "installed"}, ${base}`);
      return environment.python;
    },
    { log: log("pip") },
  );

  const stack = new Shutdown();
  try {
    const folder = await mkdtemp(join(tmpdir(), "datameta-server-"));
    stack.onStop(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
    const removeAtExit = () => rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
    process.once("exit", removeAtExit);
    stack.onStop(() => void process.off("exit", removeAtExit));

    const postgres = await step(
      "postgres",
      async (note) => {
        const binaries = await findPostgresBinaries(log("postgres"));
        const started = await startPostgres(binaries, folder, log("postgres"));
        stack.onStop(() => started.process.stop());
        note(`PostgreSQL ${started.version}, ${binaries.origin}, port ${started.port}`);
        return started;
      },
      { log: log("postgres") },
    );

    const mailFolder = join(folder, "mails");
    const smtp = await step("mail", async (note) => {
      await mkdir(mailFolder, { mode: 0o700 });
      const sink = await startSmtpSink(new Mailbox(mailFolder));
      stack.onStop(() => sink.close());
      note(`kept, not sent, port ${sink.port}`);
      return sink;
    });

    const admin: Administrator = {
      fullname: "Ada Admin",
      email: "admin@example.org",
      password: `Adm1n-${randomBytes(8).toString("hex")}`,
      group: "Administration",
    };
    const token = randomBytes(32).toString("hex");
    const server = await step(
      "server",
      async (note) => {
        const databaseUrl = postgres.url;
        const settingsFile = await writeSettings({ folder, databaseUrl, smtpPort: smtp.port });
        const order = { python, settingsFile, folder, admin, token };
        const started = await startDataMeta(order, log("server"));
        stack.onStop(() => started.process.stop());
        note(`${started.tables} tables, first account, port ${started.port}`);
        return started;
      },
      { log: log("server") },
    );

    const origin = `http://127.0.0.1:${server.port}`;
    return new RealServer(
      {
        ...{ api, release: releases[api], url: `${origin}/api/${api}`, origin, token, admin },
        ...{ python, databaseUrl: postgres.url, mailFolder },
      },
      Promise.race([server.process.ended, postgres.process.ended]),
      () => stack.stop(),
    );
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

/** The clean-up functions. They run once, in reverse order. */
class Shutdown {
  readonly #actions: (() => Promise<void> | void)[] = [];
  #stopped: Promise<void> | undefined;

  onStop(action: () => Promise<void> | void): void {
    this.#actions.push(action);
  }

  stop(): Promise<void> {
    return (this.#stopped ??= step("stop", async (note) => {
      const failures: unknown[] = [];
      for (const action of this.#actions.reverse()) {
        try {
          await action();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join("; "));
      note("programs ended, data removed");
    }));
  }
}
