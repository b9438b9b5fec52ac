import { dateTimeOf, fromIsoFormat, microsecondsOf, offsetOf } from "./datetime.js";

/**
 * Converts a `date-time` query parameter to a timestamp in ms. Returns `undefined` if the server
 * rejects it. Without an offset, the server uses its local time. An unescaped `+` arrives as a
 * space, and the server then ignores the offset after it.
 */
export function parseQueryDateTime(text: string): number | undefined {
  const match = /^([^T ]+)T([\d:.,]+)(z|[+-]\d\d(?::?\d\d)?| \d\d(?::?\d\d)?)?$/i.exec(text);
  const date = fromIsoFormat(match?.[1] ?? "");
  const clock = /^(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)?$/.exec(match?.[2] ?? "");
  if (!date || !clock) return undefined;
  const day = new Date(date.wallClock);
  const [year, month, dayOfMonth] = [day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()];
  const [hour = 0, minute = 0, second = 0] = clock.slice(1, 4).map((digits) => Number(digits || 0));
  const micro = microsecondsOf(clock[4]);
  const value = dateTimeOf([year, month + 1, dayOfMonth], [hour, minute, second, micro]);
  if (!value) return undefined;
  const zone = match?.[3];
  if (zone === undefined || zone.startsWith(" ")) {
    return new Date(
      year,
      month,
      dayOfMonth,
      hour,
      minute,
      second,
      Math.floor(micro / 1000),
    ).getTime();
  }
  return value.wallClock - (offsetOf(zone) ?? 0) * 1000;
}
