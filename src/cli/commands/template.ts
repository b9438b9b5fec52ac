import { writeFile } from "node:fs/promises";
import { extname, resolve } from "node:path";

import type { Command } from "commander";

import { addCommand, choice } from "../command.js";
import type { Context } from "../context.js";
import { codeOf, CommandError, dataError, exitCodes, usageError } from "../errors.js";
import { describeColumn } from "../sheets/describe-column.js";

const kinds = ["tsv", "csv", "xlsx"] as const;
type Kind = (typeof kinds)[number];

interface TemplateFlags {
  readonly output?: string;
  readonly format?: Kind;
  readonly force?: boolean;
}

/** `datameta template`. */
export function addTemplate(program: Command, context: Context): void {
  addCommand(program, {
    usage: "template",
    does: "Create an empty sample sheet with the site's columns.",
    example: "template -o samples.xlsx",
    details: "The file extension sets the format. Without -o, the sheet is printed as TSV.",
  })
    .option("-o, --output <file>", "the new file: .xlsx, .csv or .tsv")
    .addOption(choice("--format <format>", "the format; overrides the extension", kinds))
    .option("--force", "replace an existing file")
    .action(async ({ output, format, force }: TemplateFlags) => {
      const kind = format ?? kindOf(output);
      if (kind === "xlsx" && output === undefined) throw usageError("--format xlsx needs -o FILE.");
      const { datameta } = await context.connect();
      const columns = (await datameta.getMetaData())
        .filter(({ serviceId }) => serviceId === null)
        .toSorted((a, b) => a.order - b.order);
      if (columns.length === 0) throw dataError("The site has no columns yet.");
      const { delimitedTemplate, xlsxTemplate } = await import("../sheets/template.js");
      const content =
        kind === "xlsx"
          ? await xlsxTemplate(columns)
          : delimitedTemplate(columns, kind === "csv" ? "," : "\t");
      if (output === undefined) context.print.raw(content.toString());
      else await save(context, output, content, force === true);
      if (context.print.json && output !== undefined) {
        context.print.data({ file: output, columns: columns.map(({ name }) => name) });
      } else if (output !== undefined && !context.print.quiet) {
        context.print.done(
          `${output} is ready.${kind === "xlsx" ? " Its second sheet describes each column." : ""}`,
        );
        context.print.list(
          [
            { title: "COLUMN", value: ({ name }) => name },
            { title: "MANDATORY", value: ({ isMandatory }) => (isMandatory ? "yes" : "") },
            { title: "VALUES", value: (column) => describeColumn(column) },
            { title: "EXAMPLE", value: ({ example }) => example },
          ],
          columns,
        );
      }
    });
}

function kindOf(output: string | undefined): Kind {
  if (output === undefined) return "tsv";
  const ending = extname(output).slice(1).toLowerCase();
  const kind = kinds.find((each) => each === ending);
  if (kind) return kind;
  throw usageError(
    `${output} must end in .xlsx, .csv or .tsv.`,
    "Or choose a format with --format.",
  );
}

async function save(
  { io }: Context,
  output: string,
  content: string | Uint8Array,
  force: boolean,
): Promise<void> {
  try {
    await writeFile(resolve(io.cwd, output), content, { flag: force ? "w" : "wx" });
  } catch (error) {
    const code = codeOf(error);
    throw new CommandError(
      code === "EEXIST"
        ? `${output} already exists.`
        : `${output} cannot be written (${code ?? "unknown"}).`,
      exitCodes.failed,
      code === "EEXIST" ? "Choose another name, or add --force." : undefined,
    );
  }
}
