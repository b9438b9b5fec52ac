import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pythonFolder } from "./folders.js";

export interface Settings {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly smtpPort: number;
}

/** Writes the server's ini file and creates the folders in it. Returns the file's path. */
export async function writeSettings(settings: Settings): Promise<string> {
  await mkdir(join(settings.folder, "files"), { mode: 0o700 });
  await mkdir(join(settings.folder, "sessions"), { mode: 0o700 });

  const values = new Map<string, string>(
    Object.entries({
      folder: settings.folder,
      databaseUrl: settings.databaseUrl,
      smtpPort: String(settings.smtpPort),
      sessionSecret: randomBytes(16).toString("hex"),
    }),
  );
  const template = await readFile(join(pythonFolder, "datameta.ini.template"), "utf8");
  const ini = template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined)
      throw new Error(`datameta.ini.template contains an unknown {{${name}}}`);
    // In an ini file, a percent sign starts an interpolation.
    return value.replaceAll("%", "%%");
  });

  const file = join(settings.folder, "datameta.ini");
  await writeFile(file, ini, { mode: 0o600 });
  return file;
}
