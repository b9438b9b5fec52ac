// The entry point for bundlers. It defines a global function, so that it works with bundles of any
// format.
import { runConformance } from "./conformance.js";

globalThis.runConformance = runConformance;
