import { installNode, installScoped } from "../toolchain.js";
import { runProgram, type Outcome, type Target } from "../target.js";
import type { Workspace } from "../workspace.js";

/** Runs the conformance program with the setting as its last argument. */
async function conform(
  workspace: Workspace,
  name: string,
  version: string,
  command: readonly [program: string, ...args: string[]],
): Promise<Outcome> {
  const project = await workspace.makeProject(name);
  await using host = await workspace.startHost();
  const [program, ...args] = command;
  const checks = await runProgram(project, program, [...args, JSON.stringify(host.setting)]);
  return { version, checks };
}

/** The Node of this process. */
export const currentNode: Target = {
  name: "node",
  purpose: "the Node that runs this command",
  run: (workspace) =>
    conform(workspace, "node", process.versions.node, [process.execPath, "command-line.js"]),
};

/** @param program - a file in `programs/` that prints its checks */
export function nodeTarget(
  name: string,
  purpose: string,
  version: string,
  program = "command-line.js",
): Target {
  return {
    name,
    purpose,
    async run(workspace) {
      const node = await installNode(version);
      return conform(workspace, name, version, [node, program]);
    },
  };
}

const bunRelease = { package: "bun", version: "1.4.5", scope: "@oven" };

export const bun: Target = {
  name: "bun",
  purpose: "Bun",
  async run(workspace) {
    const program = await installScoped(bunRelease, "bun");
    const command = [program, "--no-install", "command-line.js"] as const;
    return conform(workspace, "bun", bunRelease.version, [...command]);
  },
};

const denoRelease = { package: "deno", version: "2.9.6", scope: "@deno" };

export const deno: Target = {
  name: "deno",
  purpose: "Deno, with access only to loopback and to the files of its folder",
  async run(workspace) {
    const program = await installScoped(denoRelease, "deno");
    const flags = ["--node-modules-dir=manual", "--no-remote", "--no-prompt", "--quiet"];
    const folder = ["--allow-read=.", "--allow-write=."];
    const args = ["run", ...flags, "--allow-net=127.0.0.1", ...folder, "command-line.js"];
    return conform(workspace, "deno", denoRelease.version, [program, ...args]);
  },
};
