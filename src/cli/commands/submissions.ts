import type { Command } from "commander";

import { addCommand, addGroup, choice } from "../command.js";
import type { Context } from "../context.js";
import { shownId } from "../output/ids.js";
import { formats, type Format } from "../output/printer.js";

/** `datameta submissions`. */
export function addSubmissions(program: Command, context: Context): void {
  const submissions = addGroup(program, {
    usage: "submissions",
    does: "List submissions.",
    example: "submissions list",
  });
  addCommand(submissions, {
    usage: "list",
    does: "List the submissions of a group.",
    example: "submissions list --format csv > submissions.csv",
  })
    .option("--group <id>", "the group's site id (default: your own group)")
    .addOption(choice("--format <format>", "how to print them", formats))
    .action(async ({ group, format }: { group?: string; format?: Format }) => {
      const { datameta } = await context.connect();
      const id = group ?? (await datameta.whoami()).group.id;
      context.print.list(
        [
          { title: "ID", isWhole: true, value: (each) => shownId(each.id) },
          { title: "LABEL", value: ({ label }) => label ?? "" },
          { title: "SAMPLES", value: ({ metadatasetIds }) => String(metadatasetIds.length) },
          { title: "FILES", value: ({ fileIds }) => String(fileIds.length) },
        ],
        await datameta.getGroupSubmissions({ id }),
        format,
      );
    });
}
