import { build } from "esbuild";
import { installNode, installTool, readVersion } from "../toolchain.js";
import { runProgram, type Target } from "../target.js";
import { currentLts } from "../versions.js";

export const workerd: Target = {
  name: "workerd",
  purpose: "Cloudflare's workerd with miniflare, without Node's modules",
  async run(workspace) {
    // miniflare needs a newer Node than this package.
    const node = await installNode(currentLts);
    const tool = await installTool("miniflare@4.20260730.0");
    const project = await workspace.makeProject("workerd");
    await build({
      ...{ absWorkingDir: project, entryPoints: ["workerd.js"], outfile: "worker.js" },
      ...{ bundle: true, format: "esm", logLevel: "error", conditions: ["workerd", "worker"] },
    });
    await using host = await workspace.startHost();
    const args = ["workerd-runner.js", tool, "worker.js", JSON.stringify(host.setting)];
    const checks = await runProgram(project, node, args);
    return { version: await readVersion(tool, "workerd"), checks };
  },
};
