import { count } from "../command/progress.js";
import type { sortOut } from "./known-differences.js";

/** Prints what differs for people: what nobody knew of first, then what is known, by its reason. */
export function printDrifts({ unknown, explained, unused }: ReturnType<typeof sortOut>): string {
  const drifts = unknown.map(({ side, at, text, kind, place }) =>
    [
      `${side.padEnd(9)}  ${at}`,
      `           ${text} [${kind}]`,
      ...(place ? [`           ${place}`] : []),
    ].join("\n"),
  );
  const outdated = unused.map(
    ({ reason }) => `outdated   This known difference is none any more: ${reason.trim()}`,
  );
  const known = [...explained].map(
    ([{ reason }, found]) => `known      ${count(found.length, "difference")}: ${reason.trim()}`,
  );
  const blocks = [...drifts, ...outdated, ...known];
  return blocks.length === 0 ? "" : `${blocks.join("\n")}\n`;
}
