import { posix } from "node:path";

import { usageError } from "../../errors.js";
import { walkXml } from "./walk-xml.js";

interface SheetEntry {
  readonly name: string;
  readonly path: string;
  readonly isVisible: boolean;
}

/** The paths of the parts of a workbook, and its date system. */
export interface Workbook {
  readonly sheets: readonly SheetEntry[];
  readonly styles: string;
  readonly sharedStrings: string;
  /** Whether dates count from 1904, as in old files of Excel for Mac. */
  readonly isFrom1904: boolean;
}

/** Reads the list of sheets and the paths of the other parts. */
export function readWorkbook(parts: (path: string) => string | undefined): Workbook {
  const root = readRelations(parts("_rels/.rels"), "");
  const path = root.find(({ type }) => type === "officeDocument")?.target ?? "xl/workbook.xml";
  const xml = parts(path);
  if (xml === undefined) throw new Error("it has no workbook");
  const folder = posix.dirname(path);
  const relations = readRelations(parts(`${folder}/_rels/${posix.basename(path)}.rels`), folder);
  const sheets: SheetEntry[] = [];
  let isFrom1904 = false;
  walkXml(xml, {
    open(name, attributes) {
      if (name === "workbookPr") isFrom1904 = /^(1|true|on)$/.test(attributes["date1904"] ?? "");
      if (name !== "sheet") return;
      const [, id] = Object.entries(attributes).find(([key]) => key.endsWith(":id")) ?? [];
      const relation = relations.find((each) => each.id === id);
      // A chart sheet has no cells.
      if (relation?.type !== "worksheet") return;
      const isVisible = !/hidden/i.test(attributes["state"] ?? "");
      sheets.push({ name: attributes["name"] ?? "", path: relation.target, isVisible });
    },
  });
  const pathOf = (type: string, usual: string) =>
    relations.find((each) => each.type === type)?.target ?? `${folder}/${usual}`;
  return {
    ...{ sheets, isFrom1904, styles: pathOf("styles", "styles.xml") },
    sharedStrings: pathOf("sharedStrings", "sharedStrings.xml"),
  };
}

/** Finds the sheet to read, and the names of the other visible sheets. */
export function findSheet(
  { sheets }: Workbook,
  wanted: string | undefined,
  file: string,
): { sheet: SheetEntry; others: string[] } {
  const sheet =
    wanted === undefined
      ? (sheets.find(({ isVisible }) => isVisible) ?? sheets[0])
      : sheets.find(({ name }) => name === wanted);
  const names = sheets.map(({ name }) => name);
  if (sheet === undefined) {
    throw usageError(
      `${file} has no sheet "${wanted ?? ""}".`,
      `Sheets: ${names.join(", ") || "none"}`,
    );
  }
  const others = sheets.filter((each) => each !== sheet && each.isVisible);
  return { sheet, others: others.map(({ name }) => name) };
}

interface Relation {
  readonly id: string | undefined;
  /** The last part of the type's URL, like `worksheet`. */
  readonly type: string;
  readonly target: string;
}

function readRelations(xml: string | undefined, folder: string): Relation[] {
  const relations: Relation[] = [];
  walkXml(xml ?? "<none/>", {
    open(name, { Id: id, Type: type = "", Target: target = "" }) {
      if (name !== "Relationship") return;
      relations.push({
        ...{ id, type: posix.basename(type) },
        target: target.startsWith("/") ? target.slice(1) : posix.join(folder, target),
      });
    },
  });
  return relations;
}
