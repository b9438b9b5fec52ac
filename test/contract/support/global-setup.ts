import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { serverNames, type ServerName } from "./contract-setup.js";
import { concludeRun } from "./conclude-run.js";

/** Gives the tests of a project their server, and checks their recordings at the end. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = serverNames.find((name) => name === project.name);
  if (server === undefined) throw new Error(`there is no server "${project.name}"`);
  const recordings = await mkdtemp(join(tmpdir(), "datameta-contract-"));
  const removeAtExit = () => rmSync(recordings, { recursive: true, force: true });
  // vitest does not call the teardown after an interrupted run.
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
