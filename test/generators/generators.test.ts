import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { defaultOut, projectRoot } from "../../scripts/command/project.js";
import { runCommand } from "../server/run-command.js";
import { findObstacle, prepareGenerator, type OpenApiGenerator } from "./openapi-generator.js";

// The first run downloads the generator, and each run starts Java.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const document = join(defaultOut, "openapi.json");
const obstacle = await findObstacle();
if (obstacle !== undefined) process.stderr.write(`generators: not run, ${obstacle}\n`);

const compilerOptions = {
  ...{ strict: true, noEmit: true, target: "es2022", lib: ["es2022", "dom"], types: [] },
  ...{ module: "esnext", moduleResolution: "bundler" },
};

const importAll = `
import importlib, pkgutil, openapi_client
for module in pkgutil.walk_packages(openapi_client.__path__, "openapi_client."):
    importlib.import_module(module.name)
print(len(openapi_client.__all__))
`;

describe.skipIf(obstacle !== undefined)(
  "the client that OpenAPI Generator creates from the document",
  () => {
    let generator: OpenApiGenerator;
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "generators-"));
      generator = await prepareGenerator();
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it("in TypeScript compiles under strict settings", async () => {
      const target = join(folder, "typescript-fetch");
      await generator.generate("typescript-fetch", document, target);
      await writeFile(
        join(target, "tsconfig.json"),
        JSON.stringify({ compilerOptions, include: ["**/*.ts"] }),
      );
      const tsc = join(projectRoot, "node_modules", "typescript", "bin", "tsc");

      // tsc prints errors on stdout.
      const { stdout } = spawnSync(process.execPath, [tsc, "-p", target], { encoding: "utf8" });

      expect(stdout).toBe("");
    });

    it("in Python compiles, and all its modules can be imported", async () => {
      const target = join(folder, "python");
      await generator.generate("python", document, target);
      await runCommand(generator.python, [
        "-m",
        "compileall",
        "-q",
        join(target, "openapi_client"),
      ]);

      const imported = await runCommand(generator.python, ["-c", importAll], { cwd: target });

      expect(Number(imported)).toBeGreaterThan(40);
    });
  },
);
