import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import type { Command } from "commander";

import { addCommand } from "../command.js";
import type { Context } from "../context.js";
import { usageError } from "../errors.js";
import { fileName } from "../files-in-folder.js";
import { createProgress } from "../output/progress.js";
import { formatBytes, printable } from "../output/text.js";

interface DownloadFlags {
  readonly output?: string;
  readonly force?: boolean;
}

/** `datameta download`. */
export function addDownload(program: Command, context: Context): void {
  addCommand(program, {
    usage: "download <id...>",
    does: "Download files by their ids.",
    example: "download DMF-00000001 -o reads/",
    details: "Verifies the checksum. Existing files are not replaced.",
  })
    .option(
      "-o, --output <path>",
      "a folder, or a new file if there is only one id (default: the current folder)",
    )
    .option("--force", "replace existing files")
    .action((ids: string[], flags: DownloadFlags) => download(context, ids, flags));
}

async function download(context: Context, ids: string[], flags: DownloadFlags): Promise<void> {
  const { io, print, signal } = context;
  const { output, force: overwrite = false } = flags;
  const target = resolve(io.cwd, output ?? ".");
  const isFolder = output === undefined || /[/\\]$/.test(output) || (await isDirectory(target));
  if (!isFolder && ids.length > 1)
    throw usageError(`${output} is not a folder. Several files need a folder.`);
  if (isFolder && !(await isDirectory(target)))
    throw usageError(`There is no folder ${output ?? "."}.`);
  const { datameta } = await context.connect();
  const { downloadFile } = await import("../../files/node.js");
  const progress = createProgress(io, print);
  const downloaded = [];
  try {
    for (const id of ids) {
      // The file name comes from the server and must not point to another folder.
      const to = isFolder
        ? join(target, safeName((await datameta.getFile({ id })).name, id))
        : target;
      const file = await downloadFile(datameta, id, {
        ...{ to, overwrite, signal, onProgress: (each) => progress.file(each) },
      });
      progress.fileEnded(file.name);
      progress.stop();
      print.done(`Downloaded ${printable(file.name)} (${formatBytes(file.size)}).`);
      if (!print.json) print.raw(`${file.path}\n`);
      downloaded.push(file);
    }
  } finally {
    progress.stop();
  }
  if (print.json) print.data(downloaded);
}

function safeName(name: string, id: string): string {
  const safe = printable(fileName(name)).replace(/[<>:"|?*]/g, "_");
  return /^\.*$/.test(safe) ? fileName(id) : safe;
}

async function isDirectory(path: string): Promise<boolean> {
  return await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
