import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import config from "../../vitest.config.js";

/**
 * The tests that a mutant has to get past: those of src/ outside testing/ that take milliseconds
 * each, since every mutant is met by all that reach it.
 */
export default defineConfig({
  ...config,
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    // The files share nothing but modules, which need not be loaded anew for each.
    isolate: false,
    include: ["test/{client,openapi,properties,unit,validate}/**/*.test.ts"],
    // Few examples, the same for each mutant: none is killed by chance.
    env: { PROPERTY_RUNS: "10", PROPERTY_SEED: "1" },
  },
});
