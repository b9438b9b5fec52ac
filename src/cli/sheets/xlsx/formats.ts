import { format, getFormatDateInfo, getFormatFromId, isDateFormat } from "numfmt";

import type { SheetDate } from "../sheet.js";
import { walkXml } from "./walk-xml.js";

/** The number formats of a workbook's cells, by the index of the style. */
export type Formats = readonly string[];

/** Reads the number formats. */
export function readFormats(xml: string | undefined): Formats {
  const own = new Map<number, string>();
  const ids: number[] = [];
  let isCellStyles = false;
  walkXml(xml ?? "<none/>", {
    open(name, { numFmtId, formatCode }) {
      if (name === "numFmt") own.set(Number(numFmtId), formatCode ?? "General");
      if (name === "cellXfs") isCellStyles = true;
      if (name === "xf" && isCellStyles) ids.push(Number(numFmtId ?? 0));
    },
    close(name) {
      if (name === "cellXfs") isCellStyles = false;
    },
  });
  return ids.map((id) => own.get(id) ?? builtIn(id));
}

function builtIn(id: number): string {
  try {
    return getFormatFromId(id);
  } catch {
    return "General";
  }
}

/**
 * Formats a number for a record, in its shortest form. If the format adds leading zeros, like
 * `00000` for a postal code, returns what the sheet shows.
 */
export function formatNumber(value: number, pattern: string): string {
  if (/^[^.]*0[^.;]*0/.test(integerPart(pattern))) {
    try {
      return format(pattern, value).trim();
    } catch {
      // If the format is not valid, the plain number is returned.
    }
  }
  // Spreadsheets show at most 15 digits, but store more: 0.1 + 0.2 is stored as 0.30000000000000004.
  return String(Number(value.toPrecision(15)));
}

/** Returns the part of a format before the decimal point, without texts, colors and separators. */
function integerPart(pattern: string): string {
  const [positive = ""] = pattern.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, "").split(";");
  const [digits = ""] = positive.split(/[.Ee/]/);
  return digits;
}

/** Whether a format shows a date or a time. */
export function isDate(pattern: string): boolean {
  try {
    return isDateFormat(pattern);
  } catch {
    return false;
  }
}

/** Converts a serial number to a date, with the parts that the format shows. */
export function dateOf(serial: number, pattern: string, isFrom1904: boolean): SheetDate {
  const { year, month, day, hours, minutes, seconds } = getFormatDateInfo(pattern);
  const hasDay = year || month || day;
  const hasTime = hours || minutes || seconds;
  const shows = hasDay ? (hasTime ? "both" : "date") : "time";
  return { ...partsOf(serial, isFrom1904), shows };
}

/** One day in milliseconds. */
const oneDay = 86_400_000;

function partsOf(serial: number, isFrom1904: boolean): Omit<SheetDate, "shows"> {
  // Excel wrongly counts February 29th, 1900 as a day.
  const days = isFrom1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  // Times are stored as fractions of a day, so seconds are not exact.
  const milliseconds = Math.round(days * oneDay);
  const time = new Date(Date.UTC(1899, 11, 30) + milliseconds);
  return {
    parts: [
      ...([time.getUTCFullYear(), time.getUTCMonth() + 1, time.getUTCDate()] as const),
      ...([time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()] as const),
    ],
    fraction: time.getUTCMilliseconds() * 1000,
  };
}
