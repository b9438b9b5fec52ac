import type { Command } from "commander";

import { addCommand, addGroup, wholeNumber } from "../command.js";
import type { Context } from "../context.js";
import { usageError } from "../errors.js";
import { shownId } from "../output/ids.js";
import { formatBytes } from "../output/text.js";

/** `datameta files`. */
export function addFiles(program: Command, context: Context): void {
  const files = addGroup(program, {
    usage: "files",
    does: "Show and delete files.",
    example: "files show DMF-00000001",
  });
  addCommand(files, {
    usage: "show <id...>",
    does: "Show files.",
    example: "files show DMF-00000001",
  }).action(async (ids: string[]) => {
    const { datameta } = await context.connect();
    const found = await Promise.all(ids.map((id) => datameta.getFile({ id })));
    context.print.list(
      [
        { title: "NAME", value: ({ name }) => name },
        {
          title: "SIZE",
          value: ({ filesize }) => (filesize === null ? "" : formatBytes(filesize)),
        },
        {
          title: "STATE",
          value: ({ contentUploaded }) => (contentUploaded ? "complete" : "not uploaded"),
        },
        { title: "MD5", value: ({ checksum }) => checksum },
        { title: "ID", isWhole: true, value: ({ id }) => shownId(id) },
      ],
      found,
    );
  });
  addCommand(files, {
    usage: "delete <id...>",
    does: "Delete files that are not submitted yet.",
    example: "files delete DMF-00000001",
  }).action(async (ids: string[]) => {
    const { datameta } = await context.connect();
    for (const id of ids) {
      await datameta.deleteFile({ id });
      context.print.done(`Deleted file ${id}.`);
    }
  });
  addCommand(files, {
    usage: "url <id>",
    does: "Create a URL that downloads a file without signing in.",
    example: "files url DMF-00000001 --expires 60 --show-secrets",
    details:
      "Everybody who has the URL can download the file. A staged file cannot be deleted afterwards.",
  })
    .option("--expires <minutes>", "how long the URL works (default: 1)", wholeNumber)
    .action(async (id: string, { expires = 1 }: { expires?: number }) => {
      if (context.options().showSecrets !== true) {
        throw usageError(
          "The URL is not shown, because anybody who has it can download the file.",
          "Add --show-secrets to print it, or use: datameta download",
        );
      }
      const { datameta } = await context.connect();
      const url = await datameta.getFileUrl({ id, expires });
      context.print.result(url.fileUrl, url);
    });
}
