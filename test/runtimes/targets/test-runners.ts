import { join } from "node:path";
import { installTool } from "../toolchain.js";
import { environmentOf, runProgram, type Outcome, type Target } from "../target.js";
import type { Workspace } from "../workspace.js";

/** Runs `jsdom.test.js`, which reads the setting from its environment. */
async function conform(
  workspace: Workspace,
  name: string,
  version: string,
  files: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<Outcome> {
  const project = await workspace.makeProject(name, files);
  await using host = await workspace.startHost();
  const env = environmentOf(host.setting);
  return { version, checks: await runProgram(project, process.execPath, args, env) };
}

export const jest: Target = {
  name: "jest",
  purpose: "jest in jsdom, with Node's fetch from jest-fixed-jsdom",
  async run(workspace) {
    const version = "30.5.2";
    const packages = [`jest@${version}`, `jest-environment-jsdom@${version}`];
    const tool = await installTool(...packages, "jest-fixed-jsdom@0.0.11");
    const modules = join(tool, "node_modules");
    const config = {
      testEnvironment: join(modules, "jest-fixed-jsdom"),
      ...{ testMatch: ["**/jsdom.test.js"], transform: {}, watchman: false },
    };
    const files = { "jest.config.js": `export default ${JSON.stringify(config)};` };
    // jest supports modules only with a flag of Node.
    const args = ["--experimental-vm-modules", join(modules, "jest", "bin", "jest.js")];
    return conform(workspace, "jest", version, files, args);
  },
};

const vitestConfig = `export default {
  test: { environment: "jsdom", globals: true, include: ["jsdom.test.js"] },
};`;

export const vitest: Target = {
  name: "vitest",
  purpose: "vitest in jsdom",
  async run(workspace) {
    const version = "4.1.12";
    const tool = await installTool(`vitest@${version}`, "jsdom@26.1.0");
    const args = [join(tool, "node_modules", "vitest", "vitest.mjs"), "run"];
    return conform(workspace, "vitest", version, { "vitest.config.js": vitestConfig }, args);
  },
};
