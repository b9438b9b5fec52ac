import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import config from "../../vitest.config.js";

/** The tests that need a browser, apart from those of `npm test`. */
export default defineConfig({
  ...config,
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: { include: ["test/docs/*.browser.ts"], testTimeout: 1_200_000 },
});
