import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

import { contractProject } from "./test/contract/support/project.js";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Slow tests: they install, build, compile, start processes or run a matrix. */
const full = [
  "test/{adding-operation,commands,diff,docs,documents,drift,generators,reliability,runtimes}/**/*.test.ts",
  "test/pipeline/any-document/**/*.test.ts",
  "test/files/{certificates,interrupted}.test.ts",
  "test/cli/processes/**/*.test.ts",
  // size.test.ts stays in the quick lane, so that a larger app is noticed before the commit.
  "test/package/!(size).test.ts",
];

/** This file counts the timers of its process, so no other test file may run there. */
const alone = "test/unit/engine/deadline.test.ts";

export default defineConfig({
  resolve: {
    // Tests import the package by its name, as users do. The names resolve to the sources, for coverage.
    alias: [
      { find: /^datameta-client$/, replacement: path("./src/index.ts") },
      { find: /^datameta-client\/testing$/, replacement: path("./src/testing/index.ts") },
      { find: /^datameta-client\/validate$/, replacement: path("./src/validate/index.ts") },
      { find: /^datameta-client\/files$/, replacement: path("./src/files/node.ts") },
      { find: /^datameta-client\/openapi$/, replacement: path("./src/openapi/index.ts") },
      { find: /^datameta-client\/openapi\.json$/, replacement: path("./generated/openapi.json") },
    ],
  },
  test: {
    // `npm test` runs all projects except "full", and `npm run test:full` runs all of them
    // (scripts/check.ts). Test files share modules, so each module loads only once. The timeouts are
    // long enough for a busy machine.
    projects: [
      {
        extends: true,
        test: {
          name: "quick",
          include: ["test/**/*.test.ts"],
          exclude: ["test/contract/operations/**", alone, ...full],
          isolate: false,
          testTimeout: 30_000,
        },
      },
      { extends: true, test: { name: "alone", include: [alone] } },
      contractProject("embedded v1"),
      contractProject("embedded v0"),
      {
        extends: true,
        test: {
          name: "full",
          include: full,
          isolate: false,
          testTimeout: 60_000,
        },
      },
    ],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      reporter: ["text-summary", "json-summary", "html"],
      reportsDirectory: "coverage",
      // The current values. They may only be raised. The command and the transfers of files are also
      // tested in other processes, which are not counted.
      thresholds: {
        "src/*.ts": { statements: 98, branches: 94, functions: 94, lines: 98 },
        "src/{datameta,engine,openapi,python,testing,validate}/**": {
          ...{ statements: 98, branches: 94, functions: 98, lines: 98 },
        },
        "src/files/**": { statements: 93, branches: 87, functions: 92, lines: 95 },
        "src/cli/**": { statements: 82, branches: 71, functions: 86, lines: 85 },
      },
    },
  },
});
