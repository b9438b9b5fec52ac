import { join } from "node:path";
import { build, version as esbuildVersion } from "esbuild";
import { installTool } from "../toolchain.js";
import { execute, runProgram, type Check, type Target } from "../target.js";
import type { Workspace } from "../workspace.js";
import { runInChromium } from "./chromium.js";

/** Bundles `bundle-entry.js` into one minified file for browsers, `bundle.js`. */
export interface Bundler {
  readonly name: string;
  readonly version: string;
  /** Files for the project, such as its configuration. */
  readonly files?: Readonly<Record<string, string>>;
  /** @throws Error with the bundler's output if it fails */
  bundle(project: string): Promise<void>;
}

const output = "bundle.js";

export const esbuild: Bundler = {
  name: "esbuild",
  version: esbuildVersion,
  async bundle(project) {
    await build({
      ...{ absWorkingDir: project, entryPoints: ["bundle-entry.js"], outfile: output },
      ...{ bundle: true, minify: true, format: "esm", logLevel: "error" },
    });
  },
};

const viteConfig = `export default {
  logLevel: "warn",
  build: {
    outDir: ".",
    emptyOutDir: false,
    modulePreload: false,
    rollupOptions: { input: "bundle-entry.js", output: { entryFileNames: "${output}" } },
  },
};`;

export const vite = byCommand({
  ...{ name: "vite", version: "8.3.8", files: { "vite.config.js": viteConfig } },
  ...{ file: "vite/bin/vite.js", args: () => ["build"] },
});

const webpackConfig = `module.exports = {
  ...{ mode: "production", target: "web", entry: "./bundle-entry.js" },
  output: { path: __dirname, filename: "${output}" },
};`;

export const webpack = byCommand({
  ...{ name: "webpack", version: "5.112.2", extras: ["webpack-cli@7.3.1"] },
  ...{ files: { "webpack.config.cjs": webpackConfig }, file: "webpack/bin/webpack.js" },
  args: () => ["--config", "webpack.config.cjs"],
});

export const rollup = byCommand({
  ...{ name: "rollup", version: "4.68.8", file: "rollup/dist/bin/rollup" },
  extras: ["@rollup/plugin-node-resolve@16.0.3", "@rollup/plugin-terser@1.0.2"],
  args(modules) {
    const plugins = ["node-resolve", "terser"].flatMap((name) => [
      ...["--plugin", join(modules, "@rollup", `plugin-${name}`, "dist", "cjs", "index.js")],
    ]);
    return ["bundle-entry.js", "--format", "es", "--file", output, "--silent", ...plugins];
  },
});

interface BundlerCommand extends Omit<Bundler, "bundle"> {
  /** Other packages that it needs. */
  readonly extras?: readonly string[];
  /** The path of the program in the tool's `node_modules`. */
  readonly file: string;
  readonly args: (modules: string) => string[];
}

function byCommand({ extras = [], file, args, ...bundler }: BundlerCommand): Bundler {
  return {
    ...bundler,
    async bundle(project) {
      const tool = await installTool(`${bundler.name}@${bundler.version}`, ...extras);
      const modules = join(tool, "node_modules");
      const command = [join(modules, file), ...args(modules)];
      const { code, output: text } = await execute(project, process.execPath, command);
      if (code !== 0) throw new Error(`${bundler.name} ended with ${code}:\n${text}`);
    },
  };
}

export function bundledForNode(bundler: Bundler): Target {
  return bundleTarget(bundler, "node", async (workspace, project) => {
    await using host = await workspace.startHost();
    const args = ["bundle-runner.js", `./${output}`, JSON.stringify(host.setting)];
    return await runProgram(project, process.execPath, args);
  });
}

export function bundledForChromium(bundler: Bundler): Target {
  return bundleTarget(bundler, "chromium", async (workspace, project) => {
    const { checks } = await runInChromium(workspace, project, "bundle.html");
    return checks;
  });
}

const page = `<!doctype html><title>bundle</title><script type="module" src="${output}"></script>`;

function bundleTarget(
  bundler: Bundler,
  place: string,
  run: (workspace: Workspace, project: string) => Promise<readonly Check[]>,
): Target {
  const name = `${bundler.name}-${place}`;
  return {
    name,
    purpose: `minified by ${bundler.name}, run in ${place}`,
    async run(workspace) {
      const files = { ...bundler.files, "bundle.html": page };
      const project = await workspace.makeProject(name, files);
      await bundler.bundle(project);
      return { version: bundler.version, checks: await run(workspace, project) };
    },
  };
}
