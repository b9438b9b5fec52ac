import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** What a run read, wrote and warned of. */
export interface Run {
  /** The digest of each file that was read, by its path or URL. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly outputs: readonly { readonly path: string; readonly text: string }[];
  /** The warnings, as they were printed. */
  readonly warnings: readonly Warning[];
}

export type Warning = readonly [name: string, text: string];

/** A run of the past that would write the same files again. */
export interface PastRun {
  readonly outputs: number;
  readonly warnings: readonly Warning[];
}

/** The document aside, everything that changes what a run writes. */
export interface Circumstances {
  /** The options of the command, as they were given, and the folder that it runs in. */
  readonly options: Readonly<Record<string, unknown>>;
  /** More files that are read, if they are there, such as a configuration. */
  readonly files: readonly string[];
  /** What stands for the generator and its libraries; see `digestTools`. */
  readonly tools: string;
}

/** The content of a stamp's file. */
interface Content {
  readonly circumstances: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly warnings: readonly Warning[];
}

/**
 * Remembers a run in a file, so that the next one need not do it again. The file is not among the
 * outputs: these depend on nothing but the document.
 */
export interface Stamp {
  /** Returns the last run if nothing has changed since: no input, no option, no tool and no output. */
  find(): Promise<PastRun | undefined>;
  /** Remembers a run. A run that read from the network, or whose files changed meanwhile, is not. */
  save(run: Run): Promise<void>;
}

/** Opens the stamp of a document and its outputs, which has a file of its own in the folder. */
export async function openStamp(
  folder: string,
  { options, files, tools }: Circumstances,
): Promise<Stamp> {
  const { spec, out, cwd } = options;
  const path = join(folder, `${digestText(JSON.stringify([spec, out, cwd])).slice(0, 16)}.json`);
  const state = async (): Promise<string> => {
    const digests = await Promise.all(files.map(digestFile));
    return digestText(JSON.stringify([options, files, digests, tools]));
  };
  const circumstances = await state();
  return {
    async find() {
      const known = await readContent(path);
      if (known?.circumstances !== circumstances) return undefined;
      const all = [...Object.entries(known.inputs), ...Object.entries(known.outputs)];
      const now = await Promise.all(all.map(([each]) => digestFile(each)));
      if (!all.every(([, digest], index) => digest === now[index])) return undefined;
      return { outputs: Object.keys(known.outputs).length, warnings: known.warnings };
    },
    async save({ inputs, outputs, warnings }) {
      const isLocal = [...inputs.keys()].every((each) => !/^https?:/i.test(each));
      if (!isLocal || (await state()) !== circumstances) return;
      const written = outputs.map((each) => [each.path, digestText(each.text)]);
      await writeContent(path, {
        circumstances,
        inputs: Object.fromEntries(inputs),
        outputs: Object.fromEntries(written) as Record<string, string>,
        warnings,
      });
    },
  };
}

/** Line breaks of Windows count as others, since they are read as others. */
export function digestText(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
}

/** The digest of a file's text. Empty if it cannot be read. */
async function digestFile(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  return text === undefined ? "" : digestText(text);
}

async function readContent(path: string): Promise<Content | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Content; // Safe: only `save` writes it.
  } catch {
    return undefined;
  }
}

/** Does nothing if the folder cannot be written to: then nothing is remembered. */
async function writeContent(path: string, content: Content): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, JSON.stringify(content));
    await rename(temporary, path);
  } catch {
    await rm(temporary, { force: true });
  }
}

/** The folders called node_modules above a folder, the nearest first. */
function nodeModulesAbove(folder: string): string[] {
  const parent = dirname(folder);
  const own = join(folder, "node_modules");
  return [
    ...(existsSync(own) ? [own] : []),
    ...(parent === folder ? [] : nodeModulesAbove(parent)),
  ];
}

/** Where the tools of a project keep what they can make again. Undefined without node_modules. */
export function stampFolder(project: string): string | undefined {
  const [nearest] = nodeModulesAbove(resolve(project));
  return nearest === undefined ? undefined : join(nearest, ".cache", "datameta-client");
}

/** What package managers write down of the packages that they have installed. */
const records = [
  ...[".package-lock.json", ".pnpm/lock.yaml", ".yarn-state.yml", ".yarn-integrity"],
  ...["../bun.lock", "../bun.lockb"],
];

/**
 * The digest of all that decides what the generator writes of a document: its own code, the version
 * of Node, and the libraries that it can find.
 *
 * @param generator - the folder of its code
 * @param libraries - their names
 */
export async function digestTools(
  generator: string,
  project: string,
  libraries: readonly string[],
): Promise<string> {
  const own = await readdir(generator, { recursive: true, withFileTypes: true });
  const code = own.flatMap((each) => (each.isFile() ? [join(each.parentPath, each.name)] : []));
  const installed = [...nodeModulesAbove(resolve(project)), ...nodeModulesAbove(generator)];
  const packages = await Promise.all(
    [...new Set(installed)].map(async (folder) => {
      const names = [...libraries, ...(await readdir(folder).catch(() => [])).filter(isTypescript)];
      const nested = names.map((name) => join(name, "node_modules", "typescript"));
      const manifests = [...names, ...nested].map((name) => join(name, "package.json"));
      return [...records, ...manifests].map((name) => join(folder, name));
    }),
  );
  const files = [...code.sort(), ...packages.flat()];
  const digests = await Promise.all(files.map(digestFile));
  return digestText(JSON.stringify([process.version, files, digests]));
}

/** TypeScript may be installed under another name; main.ts takes it. */
export function isTypescript(name: string): boolean {
  return /typescript|^ts\d/i.test(name);
}
