import type { ChangeClass } from "../diff/findings.js";

/** A version that can be released. Previews such as 1.0.0-rc.1 cannot. */
export type Version = readonly [major: number, minor: number, patch: number];

export function parseVersion(text: string): Version | undefined {
  const match = /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(text);
  if (match === null) return undefined;
  const [major = 0, minor = 0, patch = 0] = match.slice(1).map(Number);
  return [major, minor, patch];
}

/**
 * Returns the lowest version that may follow another. Before 1.0.0, a break increases the middle
 * number, because the npm range `^0.1.2` includes 0.1.3 but not 0.2.0.
 */
export function leastNext([major, minor, patch]: Version, change: ChangeClass): Version {
  if (major === 0) return change === "major" ? [0, minor + 1, 0] : [0, minor, patch + 1];
  if (change === "major") return [major + 1, 0, 0];
  return change === "minor" ? [major, minor + 1, 0] : [major, minor, patch + 1];
}

export function isBefore(one: Version, other: Version): boolean {
  for (const [index, number] of one.entries()) {
    const difference = number - (other[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
