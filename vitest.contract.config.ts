import { defineConfig, mergeConfig } from "vitest/config";

import { contractProject } from "./test/contract/support/project.js";
import config from "./vitest.config.js";

/**
 * The contract suite and the examples against the real servers that `npm run test:server` starts.
 */
export default mergeConfig(
  { ...config, test: {} },
  defineConfig({
    test: {
      projects: [
        contractProject("real v1"),
        contractProject("real v0"),
        {
          extends: true,
          test: {
            name: "examples",
            include: ["test/examples/*.test.ts"],
            // A real server hashes a password in most of these tests.
            testTimeout: 30_000,
          },
        },
      ],
    },
  }),
);
