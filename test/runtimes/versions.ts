/** Exact versions, so that a run is the same everywhere; raised by hand. */
export const nodeVersions = {
  /** What `engines` promises. */
  lowest: "20.0.0",
  /** The last one that has `require` of modules only behind a flag, and the first one that has it. */
  beforeRequire: "20.18.3",
  withRequire: "20.19.0",
  20: "20.20.2",
  22: "22.23.3",
  24: "24.21.0",
  26: "26.10.0",
} as const;

/** The Node for tools that want a newer one than the package does. */
export const currentLts = nodeVersions[24];

/** The last release of each TypeScript since the first one that the package promises. */
export const typescriptVersions: readonly string[] = [
  ...["5.4.5", "5.5.4", "5.6.3", "5.7.3", "5.8.3", "5.9.3", "6.0.3", "7.0.2"],
];
