import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { createWorkspace } from "./workspace.js";

it("leaves no folder if the package cannot be installed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "datameta-client-"));
  vi.stubEnv("TMPDIR", folder);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });

  await expect(createWorkspace(join(folder, "absent.tgz"))).rejects.toThrow("absent.tgz");

  expect(await readdir(folder)).not.toContainEqual(expect.stringMatching(/^datameta-client-/));
});
