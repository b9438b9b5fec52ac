import { strToU8, zipSync } from "fflate";

/** The parts of an XLSX file that differ between programs. */
export interface XlsxParts {
  /** The content of `<sheetData>`. */
  readonly rows: string;
  /** The content of `<cellXfs>`. */
  readonly formats?: string;
  /** The content of `<numFmts>`. */
  readonly numFmts?: string;
  /** The content of `<sst>`. */
  readonly strings?: string;
  readonly workbookPr?: string;
  /** Other sheets before it, as `<sheet>` elements. */
  readonly sheets?: string;
}

const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006/relationships";

/** Creates an XLSX file with one sheet. */
export function makeXlsx({
  rows,
  formats = '<xf numFmtId="0"/>',
  numFmts = "",
  strings = "",
  workbookPr = "",
  sheets = "",
}: XlsxParts): Uint8Array {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
  const parts = {
    "_rels/.rels": `<Relationships xmlns="${packages}">${relation("r", "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${packages}">${relation("r1", "worksheet", "worksheets/sheet1.xml")}${relation("r2", "styles", "/xl/styles.xml")}${relation("r3", "sharedStrings", "sharedStrings.xml")}</Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr ${workbookPr}/><sheets>${sheets}<sheet name="Samples" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/styles.xml": `<styleSheet xmlns="${main}"><numFmts>${numFmts}</numFmts><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs>${formats}</cellXfs></styleSheet>`,
    "xl/sharedStrings.xml": `<sst xmlns="${main}">${strings}</sst>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`,
  };
  return zipSync(
    Object.fromEntries(Object.entries(parts).map(([path, xml]) => [path, strToU8(xml)])),
  );
}
