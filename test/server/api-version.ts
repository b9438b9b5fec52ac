/** The two APIs, each served by one release of DataMeta that PyPI still has. */
export const releases = { v0: "0.9.8", v1: "1.1.1" } as const;

export type ApiVersion = keyof typeof releases;

export function isApiVersion(value: string): value is ApiVersion {
  return Object.hasOwn(releases, value);
}
