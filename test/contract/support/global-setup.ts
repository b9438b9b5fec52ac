import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { serverNames, type ServerName } from "./contract-setup.js";
import { concludeRun } from "./conclude-run.js";

/** Says to the tests of a project which server they run against, and looks at what they saw. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = serverNames.find((name) => name === project.name);
  if (server === undefined) throw new Error(`no server is called "${project.name}"`);
  const recordings = await mkdtemp(join(tmpdir(), "datameta-contract-"));
  const removeAtExit = () => rmSync(recordings, { recursive: true, force: true });
  // A run that is interrupted is not torn down.
  process.once("exit", removeAtExit);
  project.provide("contract", {
    server,
    api: apiOf(server),
    recordings,
    connection: server.startsWith("real") ? project.getProvidedContext().connection : null,
  });
  return async () => {
    try {
      await concludeRun(server, recordings, project);
    } finally {
      await rm(recordings, { recursive: true, force: true });
      process.off("exit", removeAtExit);
    }
  };
}

function apiOf(server: ServerName): "v0" | "v1" {
  return server.endsWith("v0") ? "v0" : "v1";
}
