import type { Context } from "../context.js";
import { CommandError, exitCodes } from "../errors.js";
import { findServer, type FoundServer } from "../settings/resolve-settings.js";
import { examineProgram, examineProxy } from "./computer.js";
import type { Finding } from "./finding.js";
import { examineServer, type ServerFinding } from "./server.js";
import { examineToken } from "./token.js";
import { examineUpload } from "./upload.js";

/** Runs one check after the other. Stops if the next checks cannot work. */
export async function* examine(context: Context): AsyncGenerator<Finding> {
  const { io } = context;
  yield examineProgram();
  let found: FoundServer;
  try {
    found = await findServer(io, context.options());
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const { message, hint, exitCode } = error;
    yield {
      about: "address",
      state: "failure",
      text: message,
      ...(hint && { advice: hint }),
      exitCode,
    };
    return;
  }
  yield { about: "address", state: "ok", text: `${found.address}, from ${found.urlFrom}.` };
  const proxy = examineProxy(io.env, found.address);
  if (proxy) yield proxy;

  let server: ServerFinding | undefined;
  for await (const finding of examineServer(context, found)) {
    yield finding.finding;
    server = finding;
  }
  if (server?.baseUrl === undefined) return;

  const token = await examineToken(context, found, server.baseUrl);
  yield token.finding;
  if (token.client) yield await examineUpload(token.client, server.baseUrl, context.signal);
  else {
    yield {
      ...{ about: "upload", state: "skipped" },
      ...{
        text: "The server sends the upload address only to people who are signed in.",
        exitCode: exitCodes.done,
      },
    };
  }
}
