/** The release of DataMeta for each API version. PyPI still has both. */
export const releases = { v0: "0.9.8", v1: "1.1.1" } as const;

export type ApiVersion = keyof typeof releases;

export function isApiVersion(value: string): value is ApiVersion {
  return Object.hasOwn(releases, value);
}

/** Whether one of these releases has an operation that release `since` added. */
export function isReleased(since: string | undefined): boolean {
  return since === undefined || since.localeCompare(releases.v1, "en", { numeric: true }) <= 0;
}
