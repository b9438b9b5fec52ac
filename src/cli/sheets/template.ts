import { formatLine } from "../output/delimited.js";
import { describeColumn, type ColumnRules } from "./describe-column.js";

/** A column of a template. */
export interface TemplateColumn extends ColumnRules {
  readonly name: string;
  readonly isMandatory: boolean;
  readonly longDescription: string | null;
  readonly example: string;
}

/** How many rows of an XLSX template are prepared. */
const preparedRows = 500;

/** An empty sheet as TSV or CSV: its header. */
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
 * An empty sheet as XLSX. Its cells are text, so that Excel keeps leading zeros and turns nothing into
 * a date; cells for dates are dates. A second sheet says what each column wants.
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
  const titles = ["Column", "Mandatory", "Wants", "Example", "Description"];
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

/** Excel's format for one of Python's; `undefined` if Excel has none. */
export function excelFormat(format: string): string | undefined {
  const directives = Array.from(format.matchAll(/%(.)/g), ([, letter = ""]) => letter);
  if (directives.some((letter) => letters[letter] === undefined)) return undefined;
  return format.replace(/%(.)|[A-Za-z]+/g, (text, letter?: string) =>
    letter === undefined ? `"${text}"` : (letters[letter] ?? ""),
  );
}
