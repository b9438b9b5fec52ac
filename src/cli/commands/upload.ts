import { basename, resolve } from "node:path";

import type { Command } from "commander";

import { addCommand } from "../command.js";
import type { Context } from "../context.js";
import { usageError } from "../errors.js";
import { shownId } from "../output/ids.js";
import { createProgress } from "../output/progress.js";
import { formatBytes } from "../output/text.js";

/** `datameta upload`. */
export function addUpload(program: Command, context: Context): void {
  addCommand(program, {
    usage: "upload <file...>",
    does: "Upload files without submitting them.",
    example: "upload reads_1.fastq.gz reads_2.fastq.gz",
    details:
      "Prints the id of each file. To delete a file that is not submitted: datameta files delete",
  })
    .option("--name <name>", "the name on the server (only with a single file)")
    .action(async (paths: string[], { name }: { name?: string }) => {
      if (name !== undefined && paths.length > 1)
        throw usageError("Use --name only with a single file.");
      const { io, print, signal } = context;
      const { datameta } = await context.connect();
      const { uploadFile } = await import("../../files/node.js");
      const progress = createProgress(io, print);
      const uploaded = [];
      try {
        for (const path of paths) {
          const shown = name ?? basename(path);
          const source = { path: resolve(io.cwd, path), ...(name !== undefined && { name }) };
          const file = await uploadFile(datameta, source, {
            ...{ signal, onProgress: (each) => progress.file(each) },
          });
          progress.fileEnded(shown);
          progress.stop();
          print.done(`Uploaded ${path} (${formatBytes(file.filesize ?? 0)}).`);
          if (!print.json) print.raw(`${shownId(file.id)}\n`);
          uploaded.push(file);
        }
      } finally {
        progress.stop();
      }
      if (print.json) print.data(uploaded);
    });
}
