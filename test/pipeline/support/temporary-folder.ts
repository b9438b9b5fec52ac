import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
  /** Returns the absolute path of a name in the folder. */
  at(...names: string[]): string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  read(name: string): Promise<string>;
  /** Returns the texts of all files in the folder, by relative path. */
  snapshot(under?: string): Promise<Record<string, string>>;
}

/** A folder that is removed at the end of its scope. */
export async function temporaryFolder(
  files: Readonly<Record<string, string>> = {},
): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), "pipeline-"));
  const folder: TemporaryFolder = {
    path,
    at: (...names) => join(path, ...names),
    async write(more) {
      for (const [name, text] of Object.entries(more)) {
        await mkdir(dirname(join(path, name)), { recursive: true });
        await writeFile(join(path, name), text);
      }
    },
    read: (name) => readFile(join(path, name), "utf8"),
    async snapshot(under = ".") {
      const entries = await readdir(join(path, under), { recursive: true, withFileTypes: true });
      const found: Record<string, string> = {};
      for (const entry of entries.filter((each) => each.isFile())) {
        const full = join(entry.parentPath, entry.name);
        found[full.slice(path.length + 1)] = await readFile(full, "utf8");
      }
      return found;
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
  await folder.write(files);
  return folder;
}
