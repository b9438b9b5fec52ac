import {
  dateTimeOf,
  formatOffset,
  microsecondsOf,
  offsetOf,
  type PythonDateTime,
} from "./datetime.js";

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const short = (name: string) => name.slice(0, 3);

/** The pattern that each directive of `strptime` matches. */
const patterns: Readonly<Record<string, string>> = {
  Y: "\\d{4}",
  y: "\\d\\d",
  m: "1[0-2]|0[1-9]|[1-9]",
  d: "3[01]|[12]\\d|0[1-9]|[1-9]| [1-9]",
  H: "2[0-3]|[01]\\d|\\d",
  I: "1[0-2]|0[1-9]|[1-9]",
  M: "[0-5]\\d|\\d",
  S: "6[01]|[0-5]\\d|\\d",
  f: "\\d{1,6}",
  p: "am|pm",
  j: "36[0-6]|3[0-5]\\d|[12]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]",
  z: "[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|Z",
  Z: "UTC|GMT",
  B: months.join("|"),
  b: months.map(short).join("|"),
  A: weekdays.join("|"),
  a: weekdays.map(short).join("|"),
};

/** Whether `strptime` supports all directives of the format. */
export function isReadableFormat(format: string): boolean {
  const directives = Array.from(format.matchAll(/%(.|$)/gs), ([, directive = ""]) => directive);
  return directives.every((directive) => directive === "%" || Object.hasOwn(patterns, directive));
}

/**
 * Parses a text like Python's `datetime.strptime`. Returns `undefined` if that raises ValueError.
 */
export function parseWithFormat(text: string, format: string): PythonDateTime | undefined {
  const directives: string[] = [];
  const source = format.replace(/%(.)|\s+|[^%\s]/gs, (piece, directive?: string) => {
    if (directive === undefined) {
      return piece.trim() === "" ? "\\s+" : piece.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
    }
    if (directive === "%") return "%";
    directives.push(directive);
    return `(${patterns[directive] ?? "(?!)"})`;
  });
  const match = new RegExp(`^(?:${source})$`, "i").exec(text);
  if (!match) return undefined;
  const fields = new Map(directives.map((directive, index) => [directive, match[index + 1] ?? ""]));
  return fromFields(fields);
}

function fromFields(fields: ReadonlyMap<string, string>): PythonDateTime | undefined {
  const number = (directive: string, preset: number) => Number(fields.get(directive) ?? preset);
  const year = fields.has("y") ? twoDigitYear(number("y", 0)) : number("Y", 1900);
  const month = monthOf(fields) ?? number("m", 1);
  const dayOfYear = fields.get("j");
  const day = dayOfYear === undefined ? number("d", 1) : Number(dayOfYear);
  const offset = fields.get("z");
  const hour = fields.has("I") ? hourOf(number("I", 12), fields.get("p")) : number("H", 0);
  // `%j` counts the days from January 1st.
  const calendar =
    dayOfYear === undefined ? dateTimeOf([year, month, day]) : dateTimeOf([year, 1, 1]);
  if (!calendar) return undefined;
  const date = new Date(calendar.wallClock);
  if (dayOfYear !== undefined) date.setUTCDate(day);
  return dateTimeOf(
    [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()],
    [hour, number("M", 0), number("S", 0), microsecondsOf(fields.get("f"))],
    offset === undefined ? undefined : offsetOf(offset.toUpperCase()),
  );
}

function monthOf(fields: ReadonlyMap<string, string>): number | undefined {
  const name = (fields.get("B") ?? fields.get("b"))?.slice(0, 3).toLowerCase();
  const index = months.findIndex((month) => short(month).toLowerCase() === name);
  return index < 0 ? undefined : index + 1;
}

/** Python follows POSIX: two digits mean a year from 1969 to 2068. */
function twoDigitYear(year: number): number {
  return year < 69 ? 2000 + year : 1900 + year;
}

function hourOf(hour: number, half: string | undefined): number {
  return (hour % 12) + (half?.toLowerCase() === "pm" ? 12 : 0);
}

/** Formats a value like Python's `strftime`, with the directives of `parseWithFormat`. */
export function printWithFormat(value: PythonDateTime, format: string): string {
  const date = new Date(value.wallClock);
  const digits = (number: number, length = 2) => String(number).padStart(length, "0");
  const year = date.getUTCFullYear();
  const month = months[date.getUTCMonth()] ?? "";
  const weekday = weekdays[date.getUTCDay()] ?? "";
  const printed: Readonly<Record<string, () => string>> = {
    "%": () => "%",
    Y: () => String(year),
    y: () => digits(year % 100),
    m: () => digits(date.getUTCMonth() + 1),
    d: () => digits(date.getUTCDate()),
    H: () => digits(date.getUTCHours()),
    I: () => digits(date.getUTCHours() % 12 || 12),
    M: () => digits(date.getUTCMinutes()),
    S: () => digits(date.getUTCSeconds()),
    f: () => digits(date.getUTCMilliseconds() * 1000 + value.microseconds, 6),
    p: () => (date.getUTCHours() < 12 ? "AM" : "PM"),
    j: () => digits(Math.floor((value.wallClock - Date.UTC(year, 0, 1)) / 86_400_000) + 1, 3),
    z: () => (value.offset === undefined ? "" : formatOffset(value.offset, "")),
    Z: () =>
      value.offset === undefined ? "" : `UTC${value.offset ? formatOffset(value.offset, ":") : ""}`,
    B: () => month,
    b: () => short(month),
    A: () => weekday,
    a: () => short(weekday),
  };
  return format.replace(/%(.)/gs, (piece, directive: string) => printed[directive]?.() ?? piece);
}
