import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, it } from "vitest";

import { projectRoot } from "./support/run-script.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const json = (value: unknown): string => JSON.stringify(value);

/** A project with one dependency in its own folder, so that npm needs no network. */
const project = {
  "package.json": json({ name: "project", version: "1.0.0", dependencies: { left: "file:left" } }),
  "left/package.json": json({ name: "left", version: "1.0.0" }),
  "package-lock.json": json({
    ...{ name: "project", version: "1.0.0", lockfileVersion: 3, requires: true },
    packages: {
      "": { name: "project", version: "1.0.0", dependencies: { left: "file:left" } },
      left: { version: "1.0.0" },
      "node_modules/left": { resolved: "left", link: true },
      "node_modules/other-platform": { version: "1.0.0", optional: true, os: ["none"] },
    },
  }),
};

const ensureInstalled = (cwd: string) =>
  promisify(execFile)(process.execPath, [join(projectRoot, "scripts/ensure-installed.mjs")], {
    cwd,
    env: { ...process.env, npm_config_offline: "true" },
  });

it("installs the packages in the lock file, and does nothing the next time", async () => {
  await using folder = await temporaryFolder(project);

  const first = await ensureInstalled(folder.path);
  const second = await ensureInstalled(folder.path);

  expect(first.stderr).toContain("npm ci: node_modules does not match package-lock.json");
  expect(await folder.read("node_modules/left/package.json")).toBe(project["left/package.json"]);
  expect(second).toEqual({ stdout: "", stderr: "" });
}, 60_000);

it("installs again when a version of the lock file changes", async () => {
  await using folder = await temporaryFolder(project);
  await ensureInstalled(folder.path);
  const lock = project["package-lock.json"];
  await folder.write({
    "left/package.json": json({ name: "left", version: "1.0.1" }),
    "package-lock.json": lock.replace(`"left":{"version":"1.0.0"}`, `"left":{"version":"1.0.1"}`),
  });

  const { stderr } = await ensureInstalled(folder.path);

  expect(stderr).toContain("npm ci");
}, 60_000);

it("fails when npm fails", async () => {
  await using folder = await temporaryFolder({ ...project, "package-lock.json": "{" });

  await expect(ensureInstalled(folder.path)).rejects.toMatchObject({ code: 1 });
}, 60_000);
