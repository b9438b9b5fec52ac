import { formatLine } from "../output/delimited.js";
import { describeColumn, type ColumnRules } from "./describe-column.js";

/** A column of a template. */
export interface TemplateColumn extends ColumnRules {
  readonly name: string;
  readonly isMandatory: boolean;
  readonly longDescription: string | null;
  readonly example: string;
}

/** How many empty rows of an XLSX template have a format. */
const preparedRows = 500;

/** Creates an empty sheet as TSV or CSV, with only the header. */
export function delimitedTemplate(
  columns: readonly TemplateColumn[],
  delimiter: "\t" | ",",
): string {
  return `${formatLine(
    columns.map(({ name }) => name),
    delimiter,
  )}\n`;
}

/**
 * Creates an empty sheet as XLSX. Cells have the format text or date, so that Excel keeps leading
 * zeros and does not convert text to dates. A second sheet describes each column.
 */
export async function xlsxTemplate(columns: readonly TemplateColumn[]): Promise<Uint8Array> {
  const { default: writeXlsx } = await import("write-excel-file/node");
  const bold = { fontWeight: "bold" } as const;
  const header = columns.map(({ name, isMandatory }) => ({
    ...{ value: name, type: String, ...bold },
    ...(isMandatory && { backgroundColor: "#DDEBF7" }),
  }));
  const empty = columns.map(({ dateTimeFmt }) => {
    const format = dateTimeFmt ? excelFormat(dateTimeFmt) : undefined;
    return format === undefined ? { type: String, format: "@" } : { type: Date, format };
  });
  const titles = ["Column", "Mandatory", "Values", "Example", "Description"];
  const help = columns.map((column) =>
    [
      ...[column.name, column.isMandatory ? "yes" : "no", describeColumn(column)],
      ...[column.example, column.longDescription ?? ""],
    ].map((value) => ({ value, type: String, wrap: true, alignVertical: "top" as const })),
  );
  const samples = [header, ...Array.from({ length: preparedRows }, () => empty)];
  const guide = [titles.map((value) => ({ value, type: String, ...bold })), ...help];
  const width = ({ name }: TemplateColumn) => ({ width: Math.max(14, name.length + 4) });
  return await writeXlsx([
    { sheet: "Samples", data: samples, columns: columns.map(width), stickyRowsCount: 1 },
    {
      ...{ sheet: "Columns", data: guide, stickyRowsCount: 1 },
      columns: [24, 10, 40, 24, 60].map((each) => ({ width: each })),
    },
  ]).toBuffer();
}

const letters: Readonly<Record<string, string>> = {
  ...{ Y: "yyyy", y: "yy", m: "mm", d: "dd", H: "hh", M: "mm", S: "ss" },
  ...{ b: "mmm", B: "mmmm" },
};

/** Converts a date format of Python to one of Excel. Returns `undefined` if Excel has none. */
export function excelFormat(format: string): string | undefined {
  const directives = Array.from(format.matchAll(/%(.)/g), ([, letter = ""]) => letter);
  if (directives.some((letter) => letters[letter] === undefined)) return undefined;
  return format.replace(/%(.)|[A-Za-z]+/g, (text, letter?: string) =>
    letter === undefined ? `"${text}"` : (letters[letter] ?? ""),
  );
}
