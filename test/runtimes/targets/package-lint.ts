import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { publint as lint } from "publint";
import { formatMessage } from "publint/utils";
import { projectRoot } from "../../package/support/install-package.js";
import { run } from "../../package/support/run.js";
import { execute, verdict, type Target } from "../target.js";
import { installTool, readVersion } from "../toolchain.js";
import { copyOf } from "../workspace.js";

export const publint: Target = {
  name: "publint",
  purpose: "publint finds nothing, including suggestions",
  async run(workspace) {
    const pkgDir = copyOf(await workspace.makeProject("publint"));
    // The package in node_modules is the packed one.
    const { messages, pkg } = await lint({ pkgDir, pack: false, strict: true });
    const findings = messages.map(
      (each) => formatMessage(each, pkg, { color: false }) ?? each.code,
    );
    const check = verdict("no finding", findings.length === 0, findings.join("\n"));
    return { version: await readVersion(projectRoot, "publint"), checks: [check] };
  },
};

const attwVersion = "0.18.5";

export const attw: Target = {
  name: "attw",
  purpose: "@arethetypeswrong/cli finds nothing for imports",
  async run(workspace) {
    const tool = await installTool(`@arethetypeswrong/cli@${attwVersion}`);
    const project = await workspace.makeProject("attw");
    const copy = copyOf(project);
    const flags = ["--ignore-scripts", "--silent", "--pack-destination", project];
    const { stdout } = await run(copy, "npm", ["pack", ...flags]);
    const program = join(tool, "node_modules", "@arethetypeswrong", "cli", "dist", "index.js");
    // The package has no CommonJS build, and TypeScript's node10 does not support subpaths.
    const args = [program, stdout.trim(), "--profile", "esm-only", "--no-color", "--no-emoji"];
    const { code, output } = await execute(project, process.execPath, args);
    const subpaths = await readSubpaths(copy);
    const missed = subpaths.filter((subpath) => !output.includes(`"${subpath}"`));
    return {
      version: attwVersion,
      checks: [
        verdict("no finding", code === 0, output),
        verdict("it checks each subpath", missed.length === 0, missed.join("\n")),
      ],
    };
  },
};

async function readSubpaths(copy: string): Promise<string[]> {
  // Safe: this is the project's own package.json.
  const { name, exports } = JSON.parse(await readFile(join(copy, "package.json"), "utf8")) as {
    name: string;
    exports: Record<string, unknown>;
  };
  return Object.keys(exports).map((subpath) => name + subpath.slice(1));
}
