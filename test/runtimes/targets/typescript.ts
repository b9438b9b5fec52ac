import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { projectRoot } from "../../package/support/install-package.js";
import { execute, verdict, type Check, type Outcome, type Target } from "../target.js";
import { installTool } from "../toolchain.js";
import type { Workspace } from "../workspace.js";

export const fixtures = fileURLToPath(new URL("../fixtures/typescript", import.meta.url));

/** Compiler settings for the fixtures. */
interface Setting {
  readonly name: string;
  readonly compilerOptions: Readonly<Record<string, unknown>>;
  readonly files: readonly string[];
}

const programs = ["consumer.ts", "mistakes.ts"];

const resolutions = [
  // In `node16`, TypeScript does not accept the import attribute of a JSON module that Node
  // requires.
  { moduleResolution: "node16", module: "node16", files: programs },
  { moduleResolution: "nodenext", module: "nodenext", files: [...programs, "document.ts"] },
  { moduleResolution: "bundler", module: "esnext", files: [...programs, "document.ts"] },
];

const strictness = {
  strict: { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true },
  lax: { strict: false },
};

const common = { target: "es2022", skipLibCheck: false, noEmit: true, resolveJsonModule: true };

/** As in a page, without Node's types. */
const page = { lib: ["es2022", "dom"], types: [] };

/** As in a Node program, with Node's types but not the DOM's. */
const node = {
  ...{ lib: ["es2022"], types: ["node"] },
  typeRoots: [join(projectRoot, "node_modules", "@types")],
};

const forPages: readonly Setting[] = resolutions.flatMap(({ files, ...modules }) =>
  Object.entries(strictness).map(([word, flags]) => ({
    name: `${modules.moduleResolution}-${word}`,
    compilerOptions: { ...common, ...page, ...modules, ...flags },
    files,
  })),
);

const forNode: Setting = {
  name: "node-types",
  compilerOptions: { ...common, ...node, ...strictness.strict, module: "nodenext" },
  files: [...programs, "document.ts"],
};

const settings = [...forPages, forNode];

/** The strictest settings of each kind. */
const quickSettings = settings.filter(({ name }) =>
  ["nodenext-strict", "node-types"].includes(name),
);

export const settingNames = settings.map(({ name }) => name);

/** The compiler of this project. */
export const currentTypescript: Target = {
  name: "typescript",
  purpose: "the TypeScript of this project, with the strictest settings",
  run: (workspace) => conform(workspace, "typescript", ts.version, projectRoot, quickSettings),
};

/** One compiler with all settings. */
export function typescriptTarget(version: string): Target {
  const line = version.split(".").slice(0, 2).join(".");
  const name = `typescript-${line}`;
  return {
    name,
    purpose: `TypeScript ${line}`,
    async run(workspace) {
      const tool = await installTool(`typescript@${version}`);
      return conform(workspace, name, version, tool, settings);
    },
  };
}

async function conform(
  workspace: Workspace,
  name: string,
  version: string,
  tool: string,
  wanted: readonly Setting[],
): Promise<Outcome> {
  const compiler = join(tool, "node_modules", "typescript", "bin", "tsc");
  const project = await workspace.makeProject(name, await readFixtures());
  const checks: Check[] = [];
  for (const setting of wanted) checks.push(...(await compile(compiler, project, setting)));
  return { version, checks };
}

/** Compiles a valid program and a program with mistakes. All errors must be expected ones. */
async function compile(
  compiler: string,
  project: string,
  { name, compilerOptions, files }: Setting,
): Promise<Check[]> {
  const tsconfig = `tsconfig.${name}.json`;
  await writeFile(join(project, tsconfig), JSON.stringify({ compilerOptions, files }));
  const args = [compiler, "-p", tsconfig, "--pretty", "false"];
  const { code, output } = await execute(project, process.execPath, args);
  const errors = output.split("\n").filter((line) => line.includes("error TS"));
  const others = errors.filter((line) => !line.startsWith("mistakes.ts("));
  const found = errors.flatMap((line) => /^mistakes\.ts\((\d+),/.exec(line)?.[1] ?? []).map(Number);
  const wanted = findMistakes(await readFile(join(project, "mistakes.ts"), "utf8"));
  const missed = wanted.filter((line) => !found.includes(line));
  const surplus = found.filter((line) => !wanted.includes(line));
  // Checks the exit code too, because a compiler that did not start reports no errors.
  const compiled = code !== 0 && found.length > 0;
  return [
    verdict(`${name}: every export has its types`, compiled && others.length === 0, output),
    verdict(
      `${name}: finds exactly the mistakes`,
      compiled && missed.length === 0 && surplus.length === 0,
      `mistakes.ts: no error in lines ${missed.join()}, unexpected errors in lines ${surplus.join()}:\n${output}`,
    ),
  ];
}

/** The numbers of the lines after a comment "wrong", starting with 1. */
function findMistakes(program: string): number[] {
  return program
    .split("\n")
    .flatMap((line, index) => (/^\s*\/\/ wrong:/.test(line) ? [index + 2] : []));
}

async function readFixtures(): Promise<Record<string, string>> {
  const names = await readdir(fixtures);
  const entries = names.map(
    async (name) => [name, await readFile(join(fixtures, name), "utf8")] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
