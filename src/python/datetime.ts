/**
 * A date and time like Python's `datetime`: the wall clock in microseconds. Without an offset it is
 * naive, that is, it has no time zone.
 */
export interface PythonDateTime {
  /** The wall clock in milliseconds, as if it were UTC. */
  readonly wallClock: number;
  /** Microseconds below the millisecond, 0 to 999. */
  readonly microseconds: number;
  /** Seconds east of UTC. Absent for a naive value. */
  readonly offset?: number;
}

type CalendarDay = readonly [year: number, month: number, day: number];

const millisecondsPerDay = 86_400_000;

/** Returns the local time of this process, because the real server uses its local time. */
export function localTime(date: Date): PythonDateTime {
  const wallClock = Date.UTC(
    date.getFullYear(),
    date.getMonth(),
    date.getDate(),
    date.getHours(),
    date.getMinutes(),
    date.getSeconds(),
    date.getMilliseconds(),
  );
  return { wallClock, microseconds: 0 };
}

export function addDays(value: PythonDateTime, days: number): PythonDateTime {
  return { ...value, wallClock: value.wallClock + days * millisecondsPerDay };
}

/**
 * Returns a negative number if `a` is before `b`, zero if they are equal, and a positive number if
 * `a` is after `b`. Both must be naive.
 */
export function compareDateTimes(a: PythonDateTime, b: PythonDateTime): number {
  return a.wallClock - b.wallClock || a.microseconds - b.microseconds;
}

/** Formats a value like Python's `isoformat()`, which omits microseconds if they are zero. */
export function isoFormat({ wallClock, microseconds, offset }: PythonDateTime): string {
  const date = new Date(wallClock);
  const digits = (value: number, length = 2) => String(value).padStart(length, "0");
  const fraction = date.getUTCMilliseconds() * 1000 + microseconds;
  return (
    `${digits(date.getUTCFullYear(), 4)}-${digits(date.getUTCMonth() + 1)}-${digits(date.getUTCDate())}` +
    `T${digits(date.getUTCHours())}:${digits(date.getUTCMinutes())}:${digits(date.getUTCSeconds())}` +
    (fraction === 0 ? "" : `.${digits(fraction, 6)}`) +
    (offset === undefined ? "" : formatOffset(offset, ":"))
  );
}

export function formatOffset(offset: number, separator: string): string {
  const size = Math.abs(offset);
  const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60];
  if (size % 60 !== 0) parts.push(size % 60);
  return (
    (offset < 0 ? "-" : "+") + parts.map((part) => String(part).padStart(2, "0")).join(separator)
  );
}

/** Returns the start of a day. A day beyond the end of the month is in the next month. */
function utcDay(year: number, month: number, day: number): Date {
  const date = new Date(0);
  // Unlike Date.UTC, this does not change years before 100.
  date.setUTCFullYear(year, month - 1, day);
  return date;
}

/**
 * Builds a value from calendar fields. Returns `undefined` if the day or the time does not exist.
 */
export function dateTimeOf(
  [year, month, day]: CalendarDay,
  [hour, minute, second, micro]: readonly [number, number, number, number] = [0, 0, 0, 0],
  offset?: number,
): PythonDateTime | undefined {
  const date = utcDay(year, month, day);
  // If the month does not have this day, the date is in another month.
  const exists = year >= 1 && year <= 9999 && date.getUTCMonth() === month - 1;
  if (!exists || hour > 23 || minute > 59 || second > 59) return undefined;
  const time = ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(micro / 1000);
  return {
    wallClock: date.getTime() + time,
    microseconds: micro % 1000,
    ...(offset !== undefined && { offset }),
  };
}

const isoPattern = new RegExp(
  "^(?<year>\\d{4})(?<dash>-?)" +
    "(?:W(?<week>\\d\\d)(?:\\k<dash>(?<weekday>[1-7]))?|(?<month>\\d\\d)\\k<dash>(?<day>\\d\\d))" +
    // Any single character can separate the date from the time.
    "(?:.(?<hour>\\d\\d)(?:(?<colon>:?)(?<minute>\\d\\d)(?:\\k<colon>(?<second>\\d\\d))?)?" +
    "(?:[.,](?<fraction>\\d+))?" +
    "(?<zone>Z|[+-]\\d\\d(?::?\\d\\d(?::?\\d\\d(?:\\.\\d+)?)?)?)?)?$",
  "su",
);

/**
 * Parses a text like Python 3.11's `datetime.fromisoformat`. Returns `undefined` if that raises
 * ValueError.
 */
export function fromIsoFormat(text: string): PythonDateTime | undefined {
  const fields = isoPattern.exec(text)?.groups;
  if (!fields) return undefined;
  const number = (name: string) => Number(fields[name] ?? 0);
  const day: CalendarDay | undefined =
    fields["week"] === undefined
      ? [number("year"), number("month"), number("day")]
      : weekDate(number("year"), number("week"), number("weekday") || 1);
  if (!day) return undefined;
  const time = [number("hour"), number("minute"), number("second")] as const;
  return dateTimeOf(day, [...time, microsecondsOf(fields["fraction"])], offsetOf(fields["zone"]));
}

/**
 * Converts the digits of a fraction to microseconds. Like Python, it ignores digits after the
 * sixth.
 */
export function microsecondsOf(fraction: string | undefined): number {
  return Number((fraction ?? "").slice(0, 6).padEnd(6, "0"));
}

/** Converts `Z`, `+01:00`, `+0100` or `+01` to seconds east of UTC. */
export function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  const pairs = Array.from(zone.matchAll(/\d\d/g), ([digits]) => Number(digits));
  const [hours = 0, minutes = 0, seconds = 0] = pairs;
  const size = (hours * 60 + minutes) * 60 + seconds;
  return zone.startsWith("-") ? -size : size;
}

/** Returns the calendar day of an ISO week date. Week 1 contains January 4th. */
function weekDate(year: number, week: number, weekday: number): CalendarDay | undefined {
  const date = utcDay(year, 1, 4 + (week - 1) * 7);
  const moveTo = (wanted: number) =>
    date.setUTCDate(date.getUTCDate() + wanted - (date.getUTCDay() || 7));
  // A week belongs to the year of its Thursday.
  moveTo(4);
  if (date.getUTCFullYear() !== year) return undefined;
  moveTo(weekday);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}
