// The entry point for bundlers. It defines a global function, so that it works with bundles of any
// format.
import { runChecks } from "./checking.js";
import { runConformance } from "./conformance.js";
import { fileChecks } from "./file-checks.js";

globalThis.runConformance = async (setting) => [
  ...(await runConformance(setting)),
  ...(await runChecks(fileChecks, setting)),
];
