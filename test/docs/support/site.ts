import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../../", import.meta.url));

export interface Site {
  readonly folder: string;
  /** The paths of all files. */
  readonly files: readonly string[];
  /** The HTML of each page that VitePress rendered, by path. */
  readonly pages: ReadonlyMap<string, string>;
}

/** Builds the site like `npm run docs`. */
export async function buildSite(name: string): Promise<Site> {
  const folder = join(root, ".cache", name);
  const args = ["--import", "tsx", join(root, "scripts", "docs.ts"), "--out", folder];
  await promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: Infinity });
  const files = (await readdir(folder, { recursive: true })).map((file) =>
    file.replaceAll("\\", "/"),
  );
  const html = files.filter((file) => file.endsWith(".html"));
  const texts = await Promise.all(
    html.map(async (file) => [file, await readFile(join(folder, file), "utf8")] as const),
  );
  const pages = new Map(texts.filter(([, text]) => text.includes('<div id="app">')));
  return { folder, files, pages };
}
