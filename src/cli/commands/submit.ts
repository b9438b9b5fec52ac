import { InvalidArgumentError, type Command } from "commander";

import type { Submission } from "../../files/node.js";
import { addCommand, wholeNumber } from "../command.js";
import type { Context } from "../context.js";
import { usageError } from "../errors.js";
import { shownId } from "../output/ids.js";
import { count } from "../output/text.js";
import { journalOf, withJournal } from "../journal.js";
import { prepare, runSubmission, type SheetFlags } from "../submission.js";

interface SubmitFlags extends SheetFlags {
  readonly label?: string;
  readonly resume?: boolean;
  readonly parallel?: number;
  readonly allowEmptyFiles?: boolean;
}

/** The server cannot store a longer label. */
const longestLabel = 100;

/** `datameta submit`. */
export function addSubmit(program: Command, context: Context): void {
  addCommand(program, {
    usage: "submit <sheet>",
    does: "Check a sample sheet, upload its files, and submit both.",
    example: 'submit samples.xlsx --files reads/ --label "Cohort 1"',
    details:
      "Reads .xlsx, .csv, .tsv and .json. After a failure, nothing is submitted, and uploaded files are\n" +
      "removed. With --resume, they are kept, and the next run with --resume does not send them again.",
  })
    .option("--files <folder>", "where the files are (default: next to the sheet)")
    .option("--label <text>", "a name for the submission")
    .option("--resume", "keep uploaded files after a failure, and resume an earlier run")
    .option("--sheet <name>", "which sheet of an Excel file (default: the first)")
    .option(
      "--parallel <number>",
      "how many files to send at a time, up to 64 (default: 4)",
      parallelUploads,
    )
    .option("--allow-empty-files", "allow files without content")
    .action((path: string, flags: SubmitFlags) => submit(context, path, flags));
}

function parallelUploads(text: string): number {
  const number = wholeNumber(text);
  if (number >= 1 && number <= 64) return number;
  throw new InvalidArgumentError("It must be from 1 to 64.");
}

async function submit(context: Context, path: string, flags: SubmitFlags): Promise<void> {
  const { print } = context;
  const { label, resume: keep = false, parallel: concurrency, allowEmptyFiles } = flags;
  if (label !== undefined && Array.from(label).length > longestLabel) {
    throw usageError(`--label must have at most ${longestLabel} characters.`);
  }
  const prepared = await prepare(context, path, flags);
  const journal = await journalOf(context, prepared);
  const onEarlier = () => print.note("An earlier run of this sheet did not finish. Resuming it.");
  const options = { check: false, label, journal, keep, concurrency, allowEmptyFiles };
  const result = await withJournal(journal, { keep, onEarlier }, () =>
    runSubmission<Submission>(context, prepared, options),
  );
  const { id, metadatasets, files, left } = result;
  const unknown = [...left.unknownFiles, ...left.unknownRows.map((row) => `record ${row}`)];
  if (unknown.length > 0) {
    print.warn(`An earlier run may have left staged data: ${unknown.join(", ")}.`);
  }
  print.done(
    `Submitted ${count(metadatasets.length, "record")} and ${count(files.length, "file")}.`,
  );
  print.result(shownId(id), result);
}
