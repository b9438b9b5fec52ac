import { copyFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it, vi } from "vitest";

import { projectRoot, runNode, type Run } from "./support/run-script.js";
import { temporaryFolder, type TemporaryFolder } from "./support/temporary-folder.js";

// A process takes seconds to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const left = { version: "1.0.0", integrity: "sha512-left" };
const foreign = {
  version: "1.0.0",
  integrity: "sha512-foreign",
  optional: true,
  os: ["none"],
  cpu: ["none"],
};

const manifest = { engines: { node: ">=20" }, dependencies: { left: "^1.0.0" } };
const root = { dependencies: { left: "^1.0.0" } };
const lock = { packages: { "": root, "node_modules/left": left, "node_modules/foreign": foreign } };
const installed = { packages: { "node_modules/left": left } };

const json = (value: unknown): string => JSON.stringify(value);

/** A project in place, whose npm is a script that notes its arguments and installs as it is told. */
async function project(
  files: Readonly<Record<string, string>> = {},
  npm = "",
): Promise<TemporaryFolder> {
  const folder = await temporaryFolder({
    "package.json": json(manifest),
    "package-lock.json": json(lock),
    "node_modules/.package-lock.json": json(installed),
    "node_modules/left/package.json": json(left),
    "npm.js": `
      const { mkdirSync, rmSync, writeFileSync } = require("node:fs");
      writeFileSync("npm-arguments.txt", process.argv.slice(2).join(" "));
      const install = () => {
        mkdirSync("node_modules/left", { recursive: true });
        writeFileSync("node_modules/left/package.json", ${json(json(left))});
        writeFileSync("node_modules/.package-lock.json", ${json(json(installed))});
      };
      ${npm || "install();"}`,
    ...files,
  });
  await mkdir(folder.at("scripts"));
  await copyFile(
    join(projectRoot, "scripts", "ensure-installed.mjs"),
    folder.at("scripts", "ensure-installed.mjs"),
  );
  return folder;
}

function ensureInstalled(folder: TemporaryFolder, ...args: string[]): Promise<Run> {
  const script = folder.at("scripts", "ensure-installed.mjs");
  return runNode([script, ...args], { npm_execpath: folder.at("npm.js") });
}

const npmArguments = (folder: TemporaryFolder): Promise<string | undefined> =>
  folder.read("npm-arguments.txt").catch(() => undefined);

describe("an install that is in place", () => {
  it("is left alone, with one line", async () => {
    await using folder = await project();

    const { code, stdout, stderr } = await ensureInstalled(folder);

    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toMatch(/^✓ install +node_modules is what package-lock\.json says {2}\d+ ms\n$/);
    expect(await npmArguments(folder)).toBeUndefined();
  });
});

describe("an install that differs from the lock file is made anew", () => {
  const native = {
    ...{ version: "1.0.0", integrity: "sha512-native", optional: true },
    ...{ os: [process.platform], cpu: [process.arch] },
  };
  const differences: [what: string, files: Record<string, string>, reason: string][] = [
    [
      "another version",
      {
        "node_modules/.package-lock.json": json({
          packages: { "node_modules/left": { ...left, version: "0.9.0" } },
        }),
      },
      "node_modules/left is 0.9.0, and the lock file says 1.0.0",
    ],
    [
      "another content of the same version",
      {
        "node_modules/.package-lock.json": json({
          packages: { "node_modules/left": { ...left, integrity: "sha512-x" } },
        }),
      },
      "node_modules/left is",
    ],
    [
      "a package less",
      { "node_modules/.package-lock.json": json({ packages: {} }) },
      "node_modules/left is not installed",
    ],
    [
      "a package more",
      {
        "node_modules/.package-lock.json": json({
          packages: { ...installed.packages, "node_modules/right": left },
        }),
      },
      "node_modules/right is not in the lock file",
    ],
    [
      "a package that lost its files",
      { "node_modules/left/package.json": "" },
      "node_modules/left is damaged",
    ],
    [
      "a list that was cut short",
      { "node_modules/.package-lock.json": '{ "packages": {' },
      "node_modules/.package-lock.json is broken",
    ],
  ];

  it.each(differences)("%s", async (_, files, reason) => {
    await using folder = await project(files);

    const { code, stderr } = await ensureInstalled(folder);

    expect(code).toBe(0);
    expect(stderr).toContain(`· install             npm ci, because ${reason}`);
    expect(stderr).toMatch(/^✓ install +npm ci {2}[\d.]+ m?s$/m);
    expect(await npmArguments(folder)).toBe("ci --include=dev --no-audit --no-fund");
  });

  it("nothing at all", async () => {
    await using folder = await project();
    await rm(folder.at("node_modules"), { recursive: true });

    const { code, stderr } = await ensureInstalled(folder);

    expect(code).toBe(0);
    expect(stderr).toContain("because node_modules is missing or incomplete");
  });

  it("the optional package of this platform missing, as after a copy from another one", async () => {
    const packages = { ...lock.packages, "node_modules/native": native };
    await using folder = await project({ "package-lock.json": json({ packages }) });

    const { stderr } = await ensureInstalled(folder);

    expect(stderr).toContain("because node_modules/native is not installed");
  });
});

describe("what cannot be put in place is a failure", () => {
  it("npm that fails, even after half of the work", async () => {
    const half = { "node_modules/.package-lock.json": json({ packages: {} }) };
    await using folder = await project(
      half,
      `rmSync("node_modules", { recursive: true });
       mkdirSync("node_modules/left", { recursive: true });
       process.exitCode = 1;`,
    );

    const first = await ensureInstalled(folder);
    const second = await ensureInstalled(folder);

    expect([first.code, second.code]).toEqual([1, 1]);
    expect(first.stderr).toContain("✗ npm ci failed, see above; nothing counts as installed.");
    expect(second.stderr).toContain("because node_modules is missing or incomplete");
  });

  it("npm that ends well and yet leaves a package out", async () => {
    const none = { "node_modules/.package-lock.json": json({ packages: {} }) };
    await using folder = await project(none, "process.exitCode = 0;");

    const { code, stderr } = await ensureInstalled(folder);

    expect(code).toBe(1);
    expect(stderr).toContain("npm ci ended, and still node_modules/left is not installed.");
  });

  it("a lock file that does not know a dependency", async () => {
    const asked = { ...manifest, devDependencies: { right: "2.0.0" } };
    await using folder = await project({ "package.json": json(asked) });

    const { code, stderr } = await ensureInstalled(folder);

    expect(code).toBe(1);
    expect(stderr).toContain("package-lock.json does not know the right@2.0.0");
    expect(stderr).toContain("Run `npm install`");
    expect(await npmArguments(folder)).toBeUndefined();
  });

  it("no lock file", async () => {
    await using folder = await project();
    await rm(folder.at("package-lock.json"));

    const { code, stderr } = await ensureInstalled(folder);

    expect(code).toBe(1);
    expect(stderr).toMatch(/^✗ package-lock\.json cannot be read: ENOENT/);
  });
});

describe("the Node that package.json allows", () => {
  const [major = 0] = process.versions.node.split(".").map(Number);

  it.each([
    [`>=${major}`, 0],
    [`>= ${major}.0.0 <${major + 1}`, 0],
    [`^${major}.0.0`, 0],
    [`${major}.x`, 0],
    [`^1.0.0 || >=${major}`, 0],
    ["*", 0],
    [`>=${major + 1}`, 1],
    [`<${major}`, 1],
    [`^${major + 1}.0.0 || ~${major}.999.0`, 1],
    [`>${process.versions.node}`, 1],
  ])("%s: exit code %i", async (range, wanted) => {
    await using folder = await project({
      "package.json": json({ ...manifest, engines: { node: range } }),
    });

    const { code, stderr } = await ensureInstalled(folder);

    expect(code).toBe(wanted);
    if (wanted === 1) {
      expect(stderr).toContain(
        `✗ This is Node ${process.versions.node}; the project needs ${range}.`,
      );
    }
  });
});

describe("its arguments", () => {
  it("--help explains it", async () => {
    await using folder = await project();

    const { code, stdout } = await ensureInstalled(folder, "--help");

    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: node scripts\/ensure-installed\.mjs/);
  });

  it("anything else is wrong usage", async () => {
    await using folder = await project();

    const { code, stderr } = await ensureInstalled(folder, "--force");

    expect(code).toBe(2);
    expect(stderr).toContain("Unknown argument --force");
  });
});
