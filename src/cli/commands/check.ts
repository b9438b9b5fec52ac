import type { Command } from "commander";

import type { CheckedSubmission } from "../../files/node.js";
import { addCommand } from "../command.js";
import type { Context } from "../context.js";
import { count } from "../output/text.js";
import { prepare, runSubmission, type SheetFlags } from "../submission.js";

/** `datameta check`. */
export function addCheck(program: Command, context: Context): void {
  addCommand(program, {
    usage: "check <sheet>",
    does: "Check a sample sheet and its files. Nothing is submitted.",
    example: "check samples.xlsx --files reads/",
    details:
      "Reads .xlsx, .csv, .tsv and .json. Prints every problem with its cell. If there are problems, the\n" +
      "exit code is 3.",
  })
    .option("--files <folder>", "where the files are (default: next to the sheet)")
    .option("--sheet <name>", "which sheet of an Excel file (default: the first)")
    .action(async (path: string, flags: SheetFlags) => {
      const prepared = await prepare(context, path, flags);
      const result = await runSubmission<CheckedSubmission>(context, prepared, { check: true });
      const { records, files } = result;
      context.print.done(`${path} is valid: ${count(records, "record")}, ${count(files, "file")}.`);
      if (context.print.json) context.print.data({ valid: true, records, files });
    });
}
