import type { SheetDate } from "./sheet.js";

const months = [
  ...["January", "February", "March", "April", "May", "June", "July", "August", "September"],
  ...["October", "November", "December"],
];
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** Formats a date of a sheet in the column's format, or in ISO 8601 if there is none. */
export function formatDate(date: SheetDate, format: string | null | undefined): string {
  if (format) return byFormat(date, format);
  const time = byFormat(date, date.fraction > 0 ? "%H:%M:%S.%f" : "%H:%M:%S");
  if (date.shows === "time") return time;
  const day = byFormat(date, "%Y-%m-%d");
  const [, , , ...clock] = date.parts;
  return date.shows === "date" && clock.every((part) => part === 0) ? day : `${day}T${time}`;
}

/** Formats a date like Python's `strftime`, for the directives that `strptime` reads. */
function byFormat({ parts, fraction }: SheetDate, format: string): string {
  const [year, month, day, hour, minute, second] = parts;
  const two = (value: number) => String(value).padStart(2, "0");
  const start = Date.UTC(year, month - 1, day);
  const weekday = weekdays[new Date(start).getUTCDay()] ?? "";
  const monthName = months[month - 1] ?? "";
  const values: Readonly<Record<string, string>> = {
    ...{ Y: String(year).padStart(4, "0"), y: two(year % 100), m: two(month), d: two(day) },
    ...{ H: two(hour), I: two(hour % 12 || 12), M: two(minute), S: two(second) },
    ...{ f: String(fraction).padStart(6, "0"), p: hour < 12 ? "AM" : "PM", "%": "%" },
    ...{ B: monthName, b: monthName.slice(0, 3), A: weekday, a: weekday.slice(0, 3) },
    j: String(Math.round((start - Date.UTC(year, 0, 1)) / 86_400_000) + 1).padStart(3, "0"),
  };
  return format.replace(/%(.)/g, (all, directive: string) => values[directive] ?? all);
}
