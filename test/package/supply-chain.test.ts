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

describe("a user's installation", () => {
  it("contains the package, and openapi-fetch and its types, which have the MIT licence", () => {
    const runtime = packages.filter(([, { dev, devOptional }]) => !dev && !devOptional);

    expect(runtime.map(([path, { license }]) => [path, license])).toEqual([
      ["node_modules/openapi-fetch", "MIT"],
      ["node_modules/openapi-typescript-helpers", "MIT"],
    ]);
  });

  it("runs no install scripts", async () => {
    const manifest = JSON.parse(await readFile(join(projectRoot, "package.json"), "utf8")) as {
      scripts: object;
    };

    expect(Object.keys(manifest.scripts).join(" ")).not.toMatch(/install|prepare/);
  });
});

describe("the lock file", () => {
  it("has a checksum for each package and no registry URLs", () => {
    expect(packages.filter(([, { integrity }]) => !integrity?.startsWith("sha512-"))).toEqual([]);
    expect(lockText).not.toMatch(/"resolved"|\.tgz/);
  });

  it("has one package with an install script, and works without it", () => {
    const running = packages.filter(([, { hasInstallScript }]) => hasInstallScript);

    expect([...new Set(running.map(([path]) => path.replace(/.*(?=node_modules\/)/, "")))]).toEqual(
      ["node_modules/esbuild"],
    );
  });
});
