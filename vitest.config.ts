import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

import { contractProject } from "./test/contract/support/project.js";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests import the package by its name, as a user does; the sources stand in, for coverage.
    alias: [
      { find: /^datameta-client$/, replacement: path("./src/index.ts") },
      { find: /^datameta-client\/testing$/, replacement: path("./src/testing/index.ts") },
      { find: /^datameta-client\/validate$/, replacement: path("./src/validate/index.ts") },
      { find: /^datameta-client\/openapi$/, replacement: path("./src/openapi/index.ts") },
      { find: /^datameta-client\/openapi\.json$/, replacement: path("./generated/openapi.json") },
    ],
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "client",
          include: ["test/**/*.test.ts"],
          exclude: ["test/server/**", "test/contract/operations/**", "node_modules/**"],
          typecheck: {
            enabled: true,
            include: ["test/types/*.test-d.ts"],
            tsconfig: "./test/types/tsconfig.json",
          },
        },
      },
      contractProject("embedded v1"),
      contractProject("embedded v0"),
    ],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      reporter: ["text-summary", "json-summary", "html"],
      reportsDirectory: "coverage",
      // Where they stand; only ever raised.
      thresholds: { statements: 98, branches: 94, functions: 98, lines: 98 },
    },
  },
});
