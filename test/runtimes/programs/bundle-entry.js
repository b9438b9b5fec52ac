// What bundlers start from: a bundle of any format leaves the function where the caller finds it.
import { runConformance } from "./conformance.js";

globalThis.runConformance = runConformance;
