import {
  bundledForChromium,
  bundledForNode,
  esbuild,
  rollup,
  vite,
  webpack,
} from "./targets/bundlers.js";
import { chromium } from "./targets/chromium.js";
import { bun, currentNode, deno, nodeTarget } from "./targets/command-line.js";
import { attw, publint } from "./targets/package-lint.js";
import { jest, vitest } from "./targets/test-runners.js";
import { currentTypescript, typescriptTarget } from "./targets/typescript.js";
import { workerd } from "./targets/workerd.js";
import type { Target } from "./target.js";
import { nodeVersions, typescriptVersions } from "./versions.js";

const bundlers = [esbuild, vite, webpack, rollup];

/** The targets that need only the tools of this project. */
export const quickTargets: readonly Target[] = [
  ...[currentNode, bundledForNode(esbuild), currentTypescript, publint],
];

/** All targets, in the order of the table. */
export const targets: readonly Target[] = [
  currentNode,
  nodeTarget("node-lowest", "the lowest Node that package.json allows", nodeVersions.lowest),
  ...([20, 22, 24, 26] as const).map((line) =>
    nodeTarget(`node-${line}`, `Node ${line}`, nodeVersions[line]),
  ),
  nodeTarget(
    "commonjs",
    "CommonJS, in the first Node in which require() loads modules",
    nodeVersions.withRequire,
    "require.cjs",
  ),
  nodeTarget(
    "commonjs-before",
    "CommonJS, in the last Node in which require() fails: import() works as the error suggests",
    nodeVersions.beforeRequire,
    "import.cjs",
  ),
  ...[bun, deno, workerd, chromium],
  ...bundlers.flatMap((bundler) => [bundledForNode(bundler), bundledForChromium(bundler)]),
  ...[jest, vitest],
  ...[currentTypescript, ...typescriptVersions.map(typescriptTarget)],
  ...[publint, attw],
];
