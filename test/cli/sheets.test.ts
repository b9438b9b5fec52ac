import { describe, expect, it } from "vitest";

import { readSheet } from "../../src/cli/sheets/read-sheet.js";
import { toRecords, type Definition } from "../../src/cli/sheets/to-records.js";
import { columnLetters } from "../../src/cli/sheets/sheet.js";
import { excelFormat, xlsxTemplate } from "../../src/cli/sheets/template.js";
import { makeXlsx } from "./support/make-xlsx.js";
import { makeSandbox } from "./support/run-cli.js";

const column = (name: string, more: Partial<Definition> = {}): Definition => ({
  ...{ name, isMandatory: false, dateTimeFmt: null, serviceId: null, ...more },
});
const site = [
  column("Sample ID", { isMandatory: true }),
  column("Date", { dateTimeFmt: "%d.%m.%Y" }),
  column("ZIP"),
  column("Weight"),
];

/** Reads a sheet as `check` and `submit` do. */
async function read(file: string, content: string | Uint8Array, definitions = site) {
  await using sandbox = await makeSandbox({ [file]: content });
  const names = definitions.map(({ name }) => name);
  return toRecords(await readSheet(file, { cwd: sandbox.path, names }), definitions, file);
}

const wanted = [
  { "Sample ID": "S1", Date: "31.01.2026", ZIP: "01069", Weight: "37.5" },
  { "Sample ID": "S2", Date: null, ZIP: "80331", Weight: null },
];

const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le");
const tsv = "Sample ID\tDate\tZIP\tWeight\nS1\t31.01.2026\t01069\t37.5\nS2\t\t80331\t\n";

describe("the same records come from", () => {
  it.each<[string, string, string | Uint8Array]>([
    ["TSV", "a.tsv", tsv],
    ["CSV with commas", "a.csv", tsv.replaceAll("\t", ",")],
    ["CSV with semicolons, as Excel writes in Germany", "a.csv", tsv.replaceAll("\t", ";")],
    [
      "a byte order mark and CRLF, as Excel writes",
      "a.csv",
      `\uFEFF${tsv.replaceAll("\t", ";").replaceAll("\n", "\r\n")}`,
    ],
    ["CR only, as old Macs write", "a.tsv", tsv.replaceAll("\n", "\r")],
    ["no line break at the end", "a.tsv", tsv.trimEnd()],
    ["UTF-16, Excel's “Unicode text”", "a.txt", utf16(tsv)],
    ["a line that names the delimiter", "a.csv", `sep=;\r\n${tsv.replaceAll("\t", ";")}`],
    ["quotes around everything", "a.csv", tsv.replaceAll("\t", ",").replace(/[^,\n]+/g, '"$&"')],
    ["tabs in a file that is called .csv", "a.csv", tsv],
    [
      "columns in another order",
      "a.tsv",
      "Weight\tZIP\tSample ID\tDate\n37.5\t01069\tS1\t31.01.2026\n\t80331\tS2\t\n",
    ],
    ["empty rows between", "a.tsv", tsv.replace("\nS2", "\n\t\t\t\n\nS2")],
    [
      "invisible characters in the header",
      "a.tsv",
      tsv.replace("Sample ID", "\u200bSample\u00a0ID "),
    ],
    [
      "JSON, as dmclient reads it",
      "a.json",
      JSON.stringify([
        { "Sample ID": "S1", Date: "31.01.2026", ZIP: "01069", Weight: 37.5 },
        { "Sample ID": "S2", ZIP: "80331" },
      ]),
    ],
    [
      "Excel: shared strings, dates by style, a format with zeros, 17 digits",
      "a.xlsx",
      makeXlsx({
        strings:
          '<si><t>Sample ID</t></si><si><t>Date</t></si><si><t>ZIP</t></si><si><r><t>Wei</t></r><r><t>ght</t></r></si><si><t xml:space="preserve">S1</t></si><si><t>S2</t></si><si><t>80331</t></si>',
        numFmts: '<numFmt numFmtId="164" formatCode="00000"/>',
        formats: '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/>',
        rows: `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>
          <row r="2"><c r="A2" t="s"><v>4</v></c><c r="B2" s="1"><v>46053</v></c><c r="C2" s="2"><v>1069</v></c><c r="D2"><v>37.499999999999993</v></c></row>
          <row r="7"><c r="A7" t="s"><v>5</v></c><c r="C7" t="s"><v>6</v></c></row>`,
      }),
    ],
    [
      "LibreOffice: formats of its own, styles on empty cells, results of formulas",
      "a.xlsx",
      makeXlsx({
        numFmts:
          '<numFmt numFmtId="165" formatCode="dd/mm/yyyy"/><numFmt numFmtId="166" formatCode="General"/><numFmt numFmtId="167" formatCode="@"/>',
        formats: '<xf numFmtId="166"/><xf numFmtId="165"/><xf numFmtId="167"/>',
        strings:
          "<si><t>Sample ID</t></si><si><t>Date</t></si><si><t>ZIP</t></si><si><t>Weight</t></si><si><t>01069</t></si><si><t>80331</t></si>",
        rows: `<row r="1"><c r="A1" s="0" t="s"><v>0</v></c><c r="B1" s="0" t="s"><v>1</v></c><c r="C1" s="0" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>
          <row r="2"><c r="A2" s="0" t="str"><f aca="false">"S"&amp;1</f><v>S1</v></c><c r="B2" s="1" t="n"><v>46053</v></c><c r="C2" s="2" t="s"><v>4</v></c><c r="D2" t="n"><f>75/2</f><v>37.5</v></c></row>
          <row r="3"><c r="A3" t="str"><v>S2</v></c><c r="B3" s="1"/><c r="C3" s="2" t="s"><v>5</v></c><c r="D3" s="0"/></row>`,
      }),
    ],
    [
      "Google Sheets: inline strings, cells without places, dates as text",
      "a.xlsx",
      makeXlsx({
        rows: `<row><c t="inlineStr"><is><t>Sample ID</t></is></c><c t="inlineStr"><is><t>Date</t></is></c><c t="inlineStr"><is><t>ZIP</t></is></c><c t="inlineStr"><is><t>Weight</t></is></c></row>
          <row><c t="inlineStr"><is><t>S1</t></is></c><c t="d"><v>2026-01-31T00:00:00</v></c><c t="inlineStr"><is><t>01069</t></is></c><c><v>3.75E1</v></c></row>
          <row><c t="inlineStr"><is><t>S2</t></is></c><c/><c t="inlineStr"><is><t>80331</t></is></c></row>`,
      }),
    ],
    [
      "days counted from 1904, as old Macs do",
      "a.xlsx",
      makeXlsx({
        workbookPr: 'date1904="1"',
        formats: '<xf numFmtId="0"/><xf numFmtId="14"/>',
        rows: `<row><c t="str"><v>Sample ID</v></c><c t="str"><v>Date</v></c><c t="str"><v>ZIP</v></c><c t="str"><v>Weight</v></c></row>
          <row><c t="str"><v>S1</v></c><c s="1"><v>44591</v></c><c t="str"><v>01069</v></c><c><v>37.5</v></c></row>
          <row><c t="str"><v>S2</v></c><c/><c><v>80331</v></c></row>`,
      }),
    ],
  ])("%s", async (_, file, content) => {
    const { records, problems } = await read(file, content);

    expect(records).toEqual(wanted);
    expect(problems).toEqual([]);
  });
});

describe("a cell of an Excel file", () => {
  const cell = async (xml: string, formats = '<xf numFmtId="0"/>', numFmts = "") => {
    const rows = `<row r="1"><c r="A1" t="str"><v>ZIP</v></c></row><row r="2">${xml}</row>`;
    const sheet = makeXlsx({ rows, formats, numFmts });
    return (await read("a.xlsx", sheet, [column("ZIP")])).records[0]?.["ZIP"];
  };
  const styled = (value: string, pattern: string) =>
    cell(
      `<c r="A2" s="0"><v>${value}</v></c>`,
      '<xf numFmtId="200"/>',
      `<numFmt numFmtId="200" formatCode="${pattern}"/>`,
    );

  it.each([
    ["42", "General", "42"],
    ["0.1", "0.00", "0.1"],
    ["0.30000000000000004", "General", "0.3"],
    ["1234567", "#,##0", "1234567"],
    ["1234567890123", "0", "1234567890123"],
    ["0.5", "0%", "0.5"],
    ["1E-3", "0.00E+00", "0.001"],
    ["7", "000", "007"],
    ["12", "&quot;S-&quot;0000", "S-0012"],
    ["4912345", "000\\-0000", "491-2345"],
    ["46053.520833333336", "yyyy\\-mm\\-dd hh:mm", "2026-01-31T12:30:00"],
    ["46053", "[$-407]d\\. mmmm yyyy;@", "2026-01-31"],
    ["0.5208333333333334", "hh:mm", "12:30:00"],
    ["59", "d/m/yyyy", "1900-02-28"],
    ["61", "d/m/yyyy", "1900-03-01"],
  ])("%s in the format %s becomes %s", async (value, pattern, text) => {
    expect(await styled(value, pattern)).toBe(text);
  });

  it("keeps leading zeros of text, line breaks and escaped characters", async () => {
    expect(await cell('<c r="A2" t="inlineStr"><is><t>007</t></is></c>')).toBe("007");
    expect(await cell('<c r="A2" t="str"><v>a_x000D_&#10;b &amp; c</v></c>')).toBe("a\r\nb & c");
  });

  it("with a failed formula throws an error with the cell", async () => {
    await expect(cell('<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>')).rejects.toThrow(
      "a.xlsx, cell A2: the formula gives the error #DIV/0!",
    );
  });
});

describe("a header", () => {
  const problemsOf = async (header: string, values = "S1\tx\n") =>
    (await read("a.tsv", `${header}\n${values}`)).problems.map(
      ({ letters, row, message }) => `${letters ?? ""}${row ?? ""} ${message}`,
    );

  it("with an unknown column is a problem that names the cell and a similar column", async () => {
    expect(await problemsOf("Sample ID\tweight")).toEqual([
      'B1 the site has no column "weight". It has "Weight"',
    ]);
  });

  it("with letters of other alphabets is a problem that shows their codes", async () => {
    expect(await problemsOf("Sample ID\tD\u0430te")).toEqual([
      'B1 the site has no column "D\u0430te". It has "Date". Yours has letters that look alike: \u0430 (U+0430)',
    ]);
  });

  it("must have all mandatory columns, without repeated or unnamed ones", async () => {
    expect(await problemsOf("ZIP\tZIP")).toEqual([
      "B1 this column occurs twice",
      " this column is missing. It is mandatory",
    ]);
    expect(await problemsOf("Sample ID\t")).toEqual(["B1 this column has values but no name"]);
  });
});

describe("a sheet that cannot be read", () => {
  it.each<[string, string, string | Uint8Array, string]>([
    ["is empty", "a.csv", "", "a.csv is empty."],
    ["has only a header", "a.csv", "Sample ID\n", "a.csv has a header but no rows."],
    [
      "has none of the columns",
      "a.csv",
      "x,y\n1,2\n",
      "The first row of a.csv has none of the site's columns.",
    ],
    [
      "has an open quote",
      "a.csv",
      'Sample ID,ZIP\nS1,"01069\nS2,1\n',
      "a quotation mark is not closed",
    ],
    [
      "is an old Excel file",
      "a.xls",
      new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]),
      "is an old Excel file",
    ],
    ["has only the extension of Excel", "a.xlsx", "Sample ID\n", "is not an Excel file"],
    [
      "is cut off",
      "a.xlsx",
      makeXlsx({ rows: "" }).subarray(0, 200),
      "is not an Excel file, or it is damaged",
    ],
    ["is not a list", "a.json", '"text"', "must contain a list of records"],
    ["has nested values", "a.json", '[{"ZIP": {}}]', 'a.json, record 1, "ZIP": the value must be'],
  ])("%s", async (_, file, content, message) => {
    await expect(read(file, content)).rejects.toThrow(message);
  });
});

it("gives columns the same letters as Excel", () => {
  expect([0, 25, 26, 701, 702].map(columnLetters)).toEqual(["A", "Z", "AA", "ZZ", "AAA"]);
});

describe("a template", () => {
  it("can be read, with all columns and no rows", async () => {
    const columns = site.map((each) => ({
      ...{ ...each, longDescription: null, example: "x", regexDescription: null, regExp: null },
      ...{ isFile: false, isSubmissionUnique: false, isSiteUnique: false },
    }));
    const sheet = await xlsxTemplate(columns);

    await expect(read("a.xlsx", sheet)).rejects.toThrow("a.xlsx has a header but no rows.");
  });

  it("has date cells in the column's format, if Excel supports it", () => {
    expect(excelFormat("%d.%m.%Y %H:%M")).toBe("dd.mm.yyyy hh:mm");
    expect(excelFormat("%Y-%jT")).toBeUndefined();
  });
});
