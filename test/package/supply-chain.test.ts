import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeSbom } from "../../scripts/sbom.js";
import { refusedAdvisories } from "../../scripts/supply-chain/advisories.js";
import { refusedLicences } from "../../scripts/supply-chain/licences.js";
import { readLockFile, type LockedPackage } from "../../scripts/supply-chain/lock-file.js";
import { runScript } from "../pipeline/support/run-script.js";
import { temporaryFolder } from "../pipeline/support/temporary-folder.js";
import { json, serve } from "../support/loopback.js";
import { projectRoot } from "./support/install-package.js";

const packages = await readLockFile(projectRoot);
const runtime = packages.filter((each) => each.runtime);

describe("what users install", () => {
  it("is the package, openapi-fetch, and the types of that", () => {
    expect(runtime.map(({ name }) => name)).toEqual([
      "openapi-fetch",
      "openapi-typescript-helpers",
    ]);
  });

  it("runs no script at installation", async () => {
    const manifest = JSON.parse(await readFile(join(projectRoot, "package.json"), "utf8")) as {
      scripts: object;
    };
    const hooks = Object.keys(manifest.scripts).filter((name) =>
      /^(pre|post)?(install|uninstall|prepare)$/.test(name),
    );

    expect(hooks).toEqual([]);
    expect(runtime.filter(({ hasInstallScript }) => hasInstallScript)).toEqual([]);
  });
});

describe("the lock file", () => {
  it("has a checksum of each package, and names no registry", async () => {
    const text = await readFile(join(projectRoot, "package-lock.json"), "utf8");

    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter(({ integrity }) => !integrity?.startsWith("sha512-"))).toEqual([]);
    expect(text).not.toMatch(/"resolved"|\.tgz/);
  });

  it("names the packages that run a script at installation: one, which works without", () => {
    expect(packages.filter((each) => each.hasInstallScript).map(({ name }) => name)).toEqual([
      "esbuild",
    ]);
  });

  it("is refused where it is missing or broken", async () => {
    await using folder = await temporaryFolder();
    const missing = readLockFile(folder.path);
    await expect(missing).rejects.toThrow(/does not say which packages are installed: ENOENT/);

    await folder.write({ "package-lock.json": `{"lockfileVersion": 1}` });

    await expect(readLockFile(folder.path)).rejects.toThrow(/npm install/);
  });
});

describe("licences", () => {
  const locked = (licence: string | undefined, forUsers: boolean): LockedPackage => ({
    ...{ name: "left-pad", version: "1.0.0", licence, runtime: forUsers },
    ...{ hasInstallScript: false, integrity: undefined },
  });

  it("of all installed packages are allowed", () => {
    expect(refusedLicences(packages)).toEqual([]);
  });

  it.each(["GPL-3.0-only", "MIT AND GPL-3.0-only", "SEE LICENSE IN LICENSE", undefined])(
    "refuse %s",
    (licence) => {
      expect(refusedLicences([locked(licence, false)])).toMatchObject([
        { message: expect.stringContaining("left-pad@1.0.0") as string },
      ]);
    },
  );

  it("may be chosen where there are several, and are stricter for what users install", () => {
    expect(refusedLicences([locked("(GPL-2.0-only OR MIT)", true)])).toEqual([]);
    expect(refusedLicences([locked("MPL-2.0", false)])).toEqual([]);
    expect(refusedLicences([locked("MPL-2.0", true)])).toHaveLength(1);
  });
});

describe("npm run audit", () => {
  const advisory = (severity: string) => ({
    ...{ id: 1, url: "https://example.org/advisory", title: "Leaks tokens", severity },
    ...{ vulnerable_versions: "*", cwe: [], cvss: { score: 0, vectorString: null } },
  });

  const auditAgainst = async (status: number, advisories: object) => {
    await using registry = await serve((request, response) =>
      json(request.method === "POST" ? status : 404, advisories)(request, response),
    );
    // npm keeps what it was told of an advisory in its cache.
    await using cache = await temporaryFolder();
    const run = await runScript("audit.ts", [], {
      npm_config_registry: registry.origin,
      npm_config_cache: cache.path,
    });
    return { ...run, asked: registry.requests.map(({ path }) => path) };
  };

  it("asks the registry, and passes where it knows nothing", async () => {
    const { code, stderr, asked } = await auditAgainst(200, {});

    expect(stderr).toMatch(/✓ licences .*✓ advisories /s);
    expect(code).toBe(0);
    expect(asked).toContain("/-/npm/v1/security/advisories/bulk");
  }, 60_000);

  it("fails for any advisory of what users install, and says where to read it", async () => {
    const { code, stderr } = await auditAgainst(200, { "openapi-fetch": [advisory("low")] });

    expect(stderr).toContain(
      "https://example.org/advisory openapi-fetch (what users install): low",
    );
    expect(code).toBe(1);
  }, 60_000);

  it("warns of a moderate one of a tool", async () => {
    const { code, stderr } = await auditAgainst(200, { "fast-check": [advisory("moderate")] });

    expect(stderr).toContain("fast-check, a tool: moderate: Leaks tokens");
    expect(code).toBe(0);
  }, 60_000);

  it("fails where the registry gives no answer", async () => {
    const { code, stderr } = await auditAgainst(405, {});

    expect(stderr).toContain("The registry gives no advisories: 405 Method Not Allowed.");
    expect(code).toBe(1);
  }, 60_000);

  it.each(["high", "critical"])("refuses a %s one of a tool", (severity) => {
    const { title, url } = advisory(severity);

    expect(
      refusedAdvisories([{ name: "esbuild", severity, title, url, runtime: false }]),
    ).toHaveLength(1);
  });
});

describe("npm run release:sbom", () => {
  it("names what users install, with licences and checksums, and no tool", async () => {
    // CycloneDX documents this shape.
    const sbom = JSON.parse(await makeSbom(projectRoot)) as {
      bomFormat: string;
      metadata: { component: { name: string; purl: string } };
      components: { name: string; version: string; hashes: object[]; licenses: object[] }[];
    };

    expect(sbom.bomFormat).toBe("CycloneDX");
    expect(sbom.metadata.component.name).toBe("datameta-client");
    expect(sbom.components.map(({ name, version }) => ({ name, version }))).toEqual(
      runtime.map(({ name, version }) => ({ name, version })),
    );
    for (const { hashes, licenses } of sbom.components) {
      expect(hashes).toHaveLength(1);
      expect(licenses).toEqual([{ license: { id: "MIT" } }]);
    }
  }, 60_000);

  it("writes to the folder that it is given", async () => {
    await using folder = await temporaryFolder();

    const { code } = await runScript("sbom.ts", ["--out", folder.path]);

    expect(code).toBe(0);
    expect(Object.keys(await folder.snapshot())).toEqual(["sbom.cdx.json"]);
  }, 60_000);

  it("fails where a dependency would be missing from it", async () => {
    await using folder = await temporaryFolder({
      "package.json": JSON.stringify({ name: "pets", version: "1.0.0" }),
      "package-lock.json": JSON.stringify({
        ...{ name: "pets", version: "1.0.0", lockfileVersion: 3 },
        packages: {
          "": { name: "pets", version: "1.0.0" },
          "node_modules/hidden": { version: "1.0.0", license: "MIT" },
        },
      }),
    });

    await expect(makeSbom(folder.path)).rejects.toThrow(
      "npm left out of the bill of materials: hidden@1.0.0",
    );
  }, 60_000);
});
