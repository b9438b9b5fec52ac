import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { projectRoot } from "./support/install-package.js";

const folder = join(projectRoot, ".github", "workflows");

// The job "Workflows" in CI runs zizmor, which checks pinned actions, permissions and credentials.
it.each(await readdir(folder))("%s runs npm scripts that exist", async (name) => {
  const text = await readFile(join(folder, name), "utf8");
  const manifest = await readFile(join(projectRoot, "package.json"), "utf8");
  // npm reads the same field.
  const { scripts } = JSON.parse(manifest) as { scripts: Record<string, string> };

  const commands = Array.from(
    text.matchAll(/\bnpm run (?:-\S+ )*([\w:]+)/g),
    ([, script]) => script,
  );

  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(commands));
});
