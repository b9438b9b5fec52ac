/** Exact versions, so that all runs are the same. Updated manually. */
export const nodeVersions = {
  /** The lowest version in `engines`. */
  lowest: "20.0.0",
  /**
   * The last version in which `require` needs a flag to load modules, and the first one in which it
   * does not.
   */
  beforeRequire: "20.18.3",
  withRequire: "20.19.0",
  20: "20.20.2",
  22: "22.23.3",
  24: "24.21.0",
  26: "26.10.0",
} as const;

/** The Node for tools that need a newer version than the package. */
export const currentLts = nodeVersions[24];

/** The last release of each TypeScript version that the package supports. */
export const typescriptVersions: readonly string[] = [
  ...["5.4.5", "5.5.4", "5.6.3", "5.7.3", "5.8.3", "5.9.3", "6.0.3", "7.0.2"],
];
