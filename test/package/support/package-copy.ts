import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPackage, projectRoot } from "./install-package.js";
import { npmPack } from "./npm-pack.js";
import { run } from "./run.js";

const copied = [
  ...["package.json", "package-lock.json", ".npmrc", ".prettierrc.json", ".prettierignore"],
  ...["tsconfig.base.json", "tsconfig.build.json", "tsconfig.json", "redocly.yaml"],
  ...["spec", "scripts", "generated", "src", "README.md", "LICENSE", "CHANGELOG.md"],
];

/** A copy of the project, made by its own commands into the package that npm would publish. */
export interface PackageCopy extends AsyncDisposable {
  /** The copy. */
  readonly project: string;
  /** An empty project of a user, with the tarball installed. */
  readonly consumer: string;
  /** The file that `npm pack` made. */
  readonly tarball: string;
  /** What `npm start` printed. */
  readonly startOutput: string;
  /** The files in the tarball. */
  readonly packed: readonly string[];
}

/** Copies the sources, runs `npm start` there, packs, and installs the tarball without a network. */
export async function makePackageCopy(): Promise<PackageCopy> {
  const folder = await mkdtemp(join(tmpdir(), "datameta-client-"));
  const project = join(folder, "project");
  const consumer = join(folder, "consumer");
  for (const name of copied) {
    await cp(join(projectRoot, name), join(project, name), { recursive: true });
  }
  await symlink(join(projectRoot, "node_modules"), join(project, "node_modules"), "junction");

  const { stdout: startOutput } = await run(project, "npm", ["start"]);
  const packed = await npmPack(project, ["--ignore-scripts"]);

  await mkdir(consumer);
  const tarball = join(project, packed.filename);
  await installPackage(consumer, tarball);
  return {
    project,
    consumer,
    tarball,
    startOutput,
    packed: packed.files.map(({ path }) => path),
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}
