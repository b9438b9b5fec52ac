import { dataError } from "../errors.js";
import { decodeText } from "./decode-text.js";
import type { Sheet } from "./sheet.js";

/** Reads one record or a list of records, in the format of `dmclient`. */
export function readJson(bytes: Uint8Array, file: string): Sheet {
  const { text, notes } = decodeText(bytes);
  const records = recordsOf(parse(text.replace(/^\uFEFF/, ""), file));
  if (records === undefined) {
    throw dataError(`${file} must contain a list of records, like [{"Sample ID": "A1"}].`);
  }
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = records.map((record, index) => ({
    number: index + 1,
    cells: names.map((name) => textOf(record[name], `${file}, record ${index + 1}, "${name}"`)),
  }));
  return { isGrid: false, notes, rows: [{ number: 0, cells: names }, ...rows] };
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw dataError(`${file} is not JSON: ${error instanceof Error ? error.message : ""}`);
  }
}

function recordsOf(content: unknown): Record<string, unknown>[] | undefined {
  const list: unknown[] = Array.isArray(content) ? content : [content];
  const isRecord = (each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each);
  // Safe: objects from JSON.parse have only string keys.
  return list.every(isRecord) ? (list as Record<string, unknown>[]) : undefined;
}

function textOf(value: unknown, place: string): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw dataError(`${place}: the value must be a text or a number.`);
}
