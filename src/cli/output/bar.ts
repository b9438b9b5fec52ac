import type { Colors } from "./colors.js";
import { formatBytes, formatSeconds, pad, shorten, shortenName } from "./text.js";

/** The progress of a transfer. */
export interface Amount {
  readonly loaded: number;
  readonly total: number | undefined;
  /** In bytes per second; 0 if it is not known yet. */
  readonly speed: number;
}

/** Returns the share that is done, from 0 to 1, also if a part is sent twice. */
export function shareOf({ loaded, total }: Pick<Amount, "loaded" | "total">): number {
  if (total === undefined) return 0;
  return total === 0 ? 1 : Math.min(1, Math.max(0, loaded / total));
}

/** Formats the progress like `42 %  12.3 MB/s  8 s left`. */
export function describeAmount({ loaded, total, speed }: Amount): string {
  const rate = speed > 0 ? `${formatBytes(speed)}/s` : "";
  if (total === undefined) return [formatBytes(loaded), rate].filter(Boolean).join("  ");
  const left = speed > 0 && loaded < total ? `${formatSeconds((total - loaded) / speed)} left` : "";
  const share = `${String(Math.floor(shareOf({ loaded, total }) * 100)).padStart(3)} %`;
  return [share, rate, left].filter(Boolean).join("  ");
}

/**
 * Formats a line with a name, a bar and a text that fits into the width.
 *
 * @param share - from 0 to 1; without it, the line has no bar
 */
export function formatBar(
  name: string,
  share: number | undefined,
  words: string,
  width: number,
  colors: Colors,
): string {
  const nameWidth = Math.max(12, Math.min(28, Math.floor(width * 0.35)));
  const label = pad(shortenName(name, nameWidth), nameWidth);
  const rest = width - nameWidth - 2;
  const barWidth = Math.min(24, rest - 36);
  if (share === undefined || barWidth < 6) return shorten(`${label}  ${words}`, width);
  const filled = Math.round(share * barWidth);
  const bar = colors.green("━".repeat(filled)) + colors.dim("━".repeat(barWidth - filled));
  return `${label}  ${colors.enabled ? bar : plainBar(filled, barWidth)}  ${shorten(words, rest - barWidth - 2)}`;
}

/** Draws a bar without colors: the rest of the bar needs another character. */
function plainBar(filled: number, width: number): string {
  return "━".repeat(filled) + "·".repeat(width - filled);
}
