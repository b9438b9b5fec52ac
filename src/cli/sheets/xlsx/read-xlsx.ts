import { unzipSync } from "fflate";

import { dataError, usageError } from "../../errors.js";
import { filledRow, type Sheet } from "../sheet.js";
import { readCells } from "./cells.js";
import { readFormats } from "./formats.js";
import { readSharedStrings } from "./shared-strings.js";
import { findSheet, readWorkbook } from "./workbook.js";

/** The maximum unpacked size in bytes. A sheet with a million cells has about 50 MB. */
const largest = 400_000_000;

/**
 * Reads a sheet of an XLSX file.
 *
 * @param wanted - the name of the sheet; without it, the first visible sheet
 */
export function readXlsx(bytes: Uint8Array, file: string, wanted: string | undefined): Sheet {
  const parts = unpack(bytes, file);
  try {
    const workbook = readWorkbook(parts);
    const { sheet, others } = findSheet(workbook, wanted, file);
    // This sheet of a template describes the columns.
    const rest = others.filter((name) => name !== "Columns");
    const formats = readFormats(parts(workbook.styles));
    const strings = readSharedStrings(parts(workbook.sharedStrings));
    const xml = parts(sheet.path);
    if (xml === undefined) throw dataError(`${file} has no content for the sheet "${sheet.name}".`);
    const rows = readCells(xml, { strings, formats, isFrom1904: workbook.isFrom1904, file });
    return {
      isGrid: true,
      rows: rows.flatMap(({ number, cells }) => filledRow(number, cells)),
      notes:
        wanted === undefined && rest.length > 0
          ? [`Read the sheet "${sheet.name}". To read another one, add --sheet "${rest[0] ?? ""}".`]
          : [],
    };
  } catch (error) {
    if (error instanceof Error && error.name === "CommandError") throw error;
    throw dataError(`${file} is damaged: ${error instanceof Error ? error.message : ""}`);
  }
}

/** Returns the text of a file in the archive. */
export type Parts = (path: string) => string | undefined;

function unpack(bytes: Uint8Array, file: string): Parts {
  let size = 0;
  try {
    const files = unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (!/\.(xml|rels)$|^mimetype$/i.test(name)) return false;
        size += originalSize;
        if (size > largest) throw usageError(`${file} is too large. Save it as CSV.`);
        return true;
      },
    });
    if (files["mimetype"] !== undefined) {
      throw dataError(`${file} is an OpenDocument sheet.`, "Save it as .xlsx or .csv.");
    }
    const decoder = new TextDecoder();
    // Some programs write the paths in a different case.
    const byPath = new Map(
      Object.entries(files).map(([path, content]) => [path.toLowerCase(), content]),
    );
    return (path) => {
      const content = byPath.get(path.toLowerCase());
      return content && decoder.decode(content);
    };
  } catch (error) {
    if (error instanceof Error && error.name === "CommandError") throw error;
    throw dataError(`${file} is not an Excel file, or it is damaged.`);
  }
}
