/** The two APIs, each served by one release of DataMeta that PyPI still has. */
export const releases = { v0: "0.9.8", v1: "1.1.1" } as const;

export type ApiVersion = keyof typeof releases;

export function isApiVersion(value: string): value is ApiVersion {
  return Object.hasOwn(releases, value);
}

/** Whether a release that the tests know has what came with this one. */
export function isReleased(since: string | undefined): boolean {
  return since === undefined || since.localeCompare(releases.v1, "en", { numeric: true }) <= 0;
}
