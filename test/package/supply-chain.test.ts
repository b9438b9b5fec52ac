import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "./support/install-package.js";

const lockText = await readFile(join(projectRoot, "package-lock.json"), "utf8");
// npm writes these fields.
const lock = JSON.parse(lockText) as {
  packages: Record<
    string,
    {
      license?: string;
      integrity?: string;
      dev?: true;
      devOptional?: true;
      hasInstallScript?: true;
    }
  >;
};
const packages = Object.entries(lock.packages).filter(([path]) => path !== "");

describe("what users install", () => {
  it("is the package, openapi-fetch and its types, under the MIT licence", () => {
    const runtime = packages.filter(([, { dev, devOptional }]) => !dev && !devOptional);

    expect(runtime.map(([path, { license }]) => [path, license])).toEqual([
      ["node_modules/openapi-fetch", "MIT"],
      ["node_modules/openapi-typescript-helpers", "MIT"],
    ]);
  });

  it("runs no script at installation", async () => {
    const manifest = JSON.parse(await readFile(join(projectRoot, "package.json"), "utf8")) as {
      scripts: object;
    };

    expect(Object.keys(manifest.scripts).join(" ")).not.toMatch(/install|prepare/);
  });
});

describe("the lock file", () => {
  it("has a checksum of each package, and names no registry", () => {
    expect(packages.filter(([, { integrity }]) => !integrity?.startsWith("sha512-"))).toEqual([]);
    expect(lockText).not.toMatch(/"resolved"|\.tgz/);
  });

  it("names the one package that runs a script at installation, and works without it", () => {
    const running = packages.filter(([, { hasInstallScript }]) => hasInstallScript);

    expect(running.map(([path]) => path)).toEqual(["node_modules/esbuild"]);
  });
});
