import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type * as Testing from "datameta-client/testing";
import { installPackage } from "../package/support/install-package.js";
import { startHost, type Host } from "./host.js";

/** A folder of projects with the packed tarball. It is removed at the end. */
export interface Workspace extends AsyncDisposable {
  /**
   * Creates a project with the package in its `node_modules`, and copies the programs into it.
   *
   * @param files - additional files, by name
   */
  makeProject(name: string, files?: Readonly<Record<string, string>>): Promise<string>;
  /** Starts the embedded server from the tarball. */
  startHost(pages?: string): Promise<Host>;
}

/** The path of the package in a project. */
export function copyOf(project: string): string {
  return join(project, "node_modules", "datameta-client");
}

const programs = fileURLToPath(new URL("programs", import.meta.url));

/**
 * Installs a tarball without a network, and copies it into projects. Leaves no folder if that
 * fails.
 *
 * @param options - `broken`: breaks the copies, so that every project must fail
 */
export async function createWorkspace(
  tarball: string,
  { broken = false } = {},
): Promise<Workspace> {
  // Not inside this project. There, esbuild and Bun would use the sources because of the paths in
  // tsconfig.json, and all tools would find dependencies that are missing in the package.
  const folder = await mkdtemp(join(tmpdir(), "datameta-client-"));
  const intact = join(folder, "intact");
  const remove = () => rm(folder, { recursive: true, force: true });
  let testing: typeof Testing;
  try {
    testing = await install(intact, tarball);
  } catch (error) {
    // There is no workspace yet whose disposal would remove the folder.
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

/** Creates the project that the others copy, and loads the embedded server from it. */
async function install(project: string, tarball: string): Promise<typeof Testing> {
  await mkdir(project);
  await installPackage(project, tarball);
  // Uses the path in the project, because in tests the package's name resolves to the sources.
  const entry = join(copyOf(project), "dist", "src", "testing", "index.js");
  // Safe: the compiled index.ts has the types of index.ts.
  return (await import(pathToFileURL(entry).href)) as typeof Testing;
}

/**
 * Breaks a copy of the package in three places. It changes the status 503, so that no call is
 * retried. It removes a member of a type. And it breaks a subpath.
 *
 * @throws Error if there is nothing to break, because an intact copy would pass
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
  if (replaced === 0) throw new Error(`${folder} does not contain ${String(text)}`);
}
