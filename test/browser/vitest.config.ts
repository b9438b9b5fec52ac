import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import config from "../../vitest.config.js";

/** The tests that need a browser. `npm test` does not run them. */
export default defineConfig({
  ...config,
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: { include: ["test/browser/*.browser.ts"], testTimeout: 60_000 },
});
