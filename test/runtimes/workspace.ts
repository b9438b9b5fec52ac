import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type * as Testing from "datameta-client/testing";
import { installPackage } from "../package/support/install-package.js";
import { startHost, type Host } from "./host.js";

/** A folder of projects that all have the packed tarball, removed in the end. */
export interface Workspace extends AsyncDisposable {
  /**
   * Makes a project with the package in its `node_modules` and the programs beside.
   *
   * @param files - more files, by name
   */
  makeProject(name: string, files?: Readonly<Record<string, string>>): Promise<string>;
  /** Starts an embedded server out of the tarball. */
  startHost(pages?: string): Promise<Host>;
}

/** Where a project has the package. */
export function copyOf(project: string): string {
  return join(project, "node_modules", "datameta-client");
}

const programs = fileURLToPath(new URL("programs", import.meta.url));

/**
 * Installs a tarball without a network, and gives projects copies of it. Leaves no folder where that
 * fails.
 *
 * @param options - `broken`: whether the copies are to be broken, so that every project must fail
 */
export async function createWorkspace(
  tarball: string,
  { broken = false } = {},
): Promise<Workspace> {
  // Not below this project: esbuild and Bun would take the sources, by the paths of its tsconfig.json,
  // and every tool would find what the package forgot to depend on.
  const folder = await mkdtemp(join(tmpdir(), "datameta-client-"));
  const intact = join(folder, "intact");
  const remove = () => rm(folder, { recursive: true, force: true });
  let testing: typeof Testing;
  try {
    testing = await install(intact, tarball);
  } catch (error) {
    // There is no workspace yet that could be disposed of.
    await remove();
    throw error;
  }
  return {
    async makeProject(name, files = {}) {
      const project = join(folder, name);
      await cp(intact, project, { recursive: true });
      await cp(programs, project, { recursive: true });
      await Promise.all(
        Object.entries(files).map(([file, text]) => writeFile(join(project, file), text)),
      );
      if (broken) await breakPackage(copyOf(project));
      return project;
    },
    startHost: (pages) => startHost(testing, pages),
    [Symbol.asyncDispose]: remove,
  };
}

/** Makes the project that the others are copies of, and loads the embedded server out of it. */
async function install(project: string, tarball: string): Promise<typeof Testing> {
  await mkdir(project);
  await installPackage(project, tarball);
  // By the place in the project: the package's name would lead a test to the sources.
  const entry = join(copyOf(project), "dist", "src", "testing", "index.js");
  // Safe: what was compiled of index.ts has the types of index.ts.
  return (await import(pathToFileURL(entry).href)) as typeof Testing;
}

/**
 * Breaks a copy of the package in three places: it takes 503 for another status, so that no call is
 * tried again; a type loses a member; and a subpath leads nowhere.
 *
 * @throws Error where there is nothing to break, since an intact copy would pass
 */
async function breakPackage(copy: string): Promise<void> {
  const dist = join(copy, "dist");
  const nowhere = `"exports": { "./nowhere": "./dist/nowhere.js", `;
  await replaceIn(copy, /^package\.json$/, /"exports": \{/, nowhere);
  await replaceIn(join(dist, "src"), /\.js$/, /\b503\b/g, "599");
  await replaceIn(join(dist, "generated"), /^schema\.d\.ts$/, /\blabel: string/g, "labell: string");
}

async function replaceIn(folder: string, files: RegExp, text: RegExp, by: string): Promise<void> {
  let replaced = 0;
  for (const name of (await readdir(folder)).filter((each) => files.test(each))) {
    const path = join(folder, name);
    const before = await readFile(path, "utf8");
    const after = before.replace(text, by);
    if (after === before) continue;
    replaced++;
    await writeFile(path, after);
  }
  if (replaced === 0) throw new Error(`${folder} holds no ${String(text)} that could be broken`);
}
