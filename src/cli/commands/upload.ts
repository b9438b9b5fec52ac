import { access, constants } from "node:fs/promises";
import { basename, resolve } from "node:path";

import type { Command } from "commander";

import { addCommand } from "../command.js";
import type { Context } from "../context.js";
import { codeOf, usageError } from "../errors.js";
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
      // Before the first upload, which may take hours.
      for (const path of paths) {
        await access(resolve(io.cwd, path), constants.R_OK).catch((error: unknown) => {
          throw usageError(
            `${path} cannot be read (${codeOf(error) ?? "unknown"}). Nothing was uploaded.`,
          );
        });
      }
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
        // Also after a failure: these files are on the server.
        if (print.json) print.data(uploaded);
      }
    });
}
