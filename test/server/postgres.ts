import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type BackgroundProcess, startInBackground } from "./background-process.js";
import { copyBinaries, type PostgresBinaries } from "./postgres-binaries.js";
import { runCommand } from "./run-command.js";
import { findDatabaseUser } from "./system-user.js";

export interface Postgres {
  readonly url: string;
  readonly port: number;
  readonly version: string;
  readonly process: BackgroundProcess;
}

/**
 * Runs a program until it ends or stdin closes. If stdin closes, sends SIGINT (PostgreSQL's fast
 * shutdown). Then removes the folder in the first argument. It names the database separately,
 * because another user may be able to remove only that. So if this process is killed, PostgreSQL
 * still stops and its data are removed. Written in plain sh, because the database's user cannot
 * read our own files.
 */
const untilStdinEnds = `
folder=$1; shift
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
trap 'asked=yes; kill -INT "$child"' TERM
{ cat <&3 >/dev/null; kill -TERM $$; } &
watcher=$!
exec 3<&-
wait "$child"
code=$?
if [ -z "$asked" ]; then kill "$watcher"; exit "$code"; fi
wait "$child"
rm -rf "$folder/database" "$folder" 2>/dev/null
`;

/** The number of attempts with another port, in case another program takes the port first. */
const attempts = 3;

/** Starts a new database cluster in `folder`, on a free port of the loopback interface. */
export async function startPostgres(
  binaries: PostgresBinaries,
  folder: string,
  log: string,
): Promise<Postgres> {
  const user = await findDatabaseUser();
  const home = join(folder, "database");
  await mkdir(home, { mode: 0o700 });
  if (user) {
    await chown(home, user.uid, user.gid);
    // The user needs access through our folder to its own folder, but still cannot list ours.
    await chmod(folder, 0o711);
  }
  const bin =
    user && binaries.origin === "npm"
      ? await copyBinaries(binaries.folder, join(folder, "postgres"))
      : binaries.folder;

  const password = randomBytes(16).toString("hex");
  const data = join(home, "data");
  await initialiseCluster();

  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const process = await startInBackground(
      "sh",
      ["-c", untilStdinEnds, "sh", folder, join(bin, "postgres"), ...serverArguments(data, port)],
      { name: "PostgreSQL", log, cwd: home, user },
    );
    try {
      await ready(process);
      const version = (await runCommand(join(bin, "postgres"), ["--version"])).trim();
      return {
        url: `postgresql://datameta:${password}@127.0.0.1:${port}/postgres`,
        port,
        version: version.replace(/^postgres \(PostgreSQL\) /, ""),
        process,
      };
    } catch (error) {
      await process.stop();
      const portTaken = (await readFile(log, "utf8")).includes("could not bind");
      if (!portTaken || attempt === attempts) throw error;
    }
  }

  async function initialiseCluster() {
    const passwordFile = join(home, "password");
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (user) await chown(passwordFile, user.uid, user.gid);
    await runCommand(
      join(bin, "initdb"),
      [
        ...["--pgdata", data, "--username", "datameta", "--pwfile", passwordFile],
        ...["--auth", "scram-sha-256", "--encoding", "UTF8", "--no-locale", "--no-sync"],
      ],
      { log, cwd: home, user },
    );
    await rm(passwordFile);
  }

  async function ready({ ended }: BackgroundProcess) {
    let ending: string | undefined;
    void ended.then((text) => (ending = text));
    // Like pg_ctl, waits for the last line of postmaster.pid.
    const pidFile = join(data, "postmaster.pid");
    for (;;) {
      const text = await readFile(pidFile, "utf8").catch(() => "");
      if (text.split("\n")[7]?.trim() === "ready") return;
      if (ending !== undefined) throw new Error(ending);
      await pause(20);
    }
  }
}

function serverArguments(data: string, port: number): string[] {
  const settings = {
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    // No fsync, because the data are removed after the run.
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
  };
  return [
    "-D",
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port was found");
  return address.port;
}
