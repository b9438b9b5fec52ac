import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeReports } from "../../scripts/api-report.js";
import { projectRoot } from "../pipeline/support/run-script.js";
import { temporaryFolder } from "../pipeline/support/temporary-folder.js";

it("the API report fails if the declarations have errors", async () => {
  const target = (name: string) => ({ types: `./dist/src/${name}.d.ts` });
  const exports = { ".": target("index"), "./extra": target("extra") };
  await using folder = await temporaryFolder({
    "package.json": JSON.stringify({ name: "pets", version: "1.0.0", exports }),
    "dist/src/index.d.ts": "export declare const one: number;\n",
    "dist/src/extra.d.ts": "export declare const extra: Missing;\n",
  });
  await symlink(join(projectRoot, "node_modules"), folder.at("node_modules"), "junction");

  const reports = makeReports(folder.path, folder.at("api"));

  await expect(reports).rejects.toThrow(/extra\.d\.ts:1 .*'Missing'/);
}, 300_000);
