import { readFile } from "node:fs/promises";
import { basename, extname, resolve } from "node:path";

import { codeOf, dataError, usageError } from "../errors.js";
import type { Sheet } from "./sheet.js";

/** The options for reading a sheet. */
export interface ReadOptions {
  /** The folder for relative paths. */
  readonly cwd: string;
  /** The name of the sheet in an XLSX file. */
  readonly sheet?: string | undefined;
  /** The columns of the site. */
  readonly names: readonly string[];
}

/**
 * Reads a TSV, CSV, XLSX or JSON file. The content determines the format rather than the name.
 *
 * @throws CommandError if it cannot be read
 */
export async function readSheet(path: string, { cwd, sheet, names }: ReadOptions): Promise<Sheet> {
  const file = basename(path);
  const bytes = await readBytes(resolve(cwd, path), path);
  if (startsWith(bytes, [0x50, 0x4b])) {
    const { readXlsx } = await import("./xlsx/read-xlsx.js");
    return readXlsx(bytes, file, sheet);
  }
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw dataError(
      `${file} is an old Excel file, or it is protected by a password.`,
      "Save it as .xlsx without a password.",
    );
  }
  if (sheet !== undefined) throw usageError("--sheet works only with .xlsx files.");
  if (/^\.(xlsx|xlsm|xls|ods|numbers|pdf|docx?)$/i.test(extname(file))) {
    throw dataError(`${file} is not an Excel file, or it is damaged.`);
  }
  const isJson = /\.json$/i.test(file) || (!/\.[ct]sv$/i.test(file) && looksLikeJson(bytes));
  if (isJson) return (await import("./read-json.js")).readJson(bytes, file);
  return (await import("./read-delimited.js")).readDelimited(bytes, file, names);
}

async function readBytes(path: string, shown: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") throw usageError(`There is no file ${shown}.`);
    if (code === "EISDIR") throw usageError(`${shown} is a folder. Name a file in it.`);
    throw usageError(`${shown} cannot be read (${code ?? "unknown"}).`);
  }
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

function looksLikeJson(bytes: Uint8Array): boolean {
  return /^\uFEFF?\s*[[{]/.test(new TextDecoder().decode(bytes.subarray(0, 100)));
}
