import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, it } from "vitest";

import { projectRoot } from "./support/run-script.js";

it("CONTRIBUTING.md has a sentence for each existing folder, and for no others", async () => {
  const text = await readFile(join(projectRoot, "CONTRIBUTING.md"), "utf8");
  const git = ["ls-files", "--cached", "--others", "--exclude-standard"];
  const { stdout } = await promisify(execFile)("git", git, { cwd: projectRoot });
  const tops = ["spec", "generated", "scripts", "src", "docs", "test"];
  const folders = stdout
    .split("\n")
    .filter((path) => tops.includes(path.split("/")[0] ?? ""))
    .flatMap((path) => {
      const [top = "", folder = "", file] = path.split("/");
      return file === undefined ? [`${top}/`] : [`${top}/`, `${top}/${folder}/`];
    });

  const named = Array.from(
    text.matchAll(/^- `([a-z-]+\/(?:[a-z.-]+\/)?)`: .+\.$/gm),
    ([, name]) => name,
  );

  expect(named.toSorted()).toEqual([...new Set(folders)].toSorted());
});
