import { defineConfig, mergeConfig } from "vitest/config";

import { contractProject } from "./test/contract/support/project.js";
import config from "./vitest.config.js";

/**
 * The contract suite and the examples against the real servers, which `npm run test:server` starts and
 * names.
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
            // A real server computes a password's hash for most of them.
            testTimeout: 30_000,
          },
        },
      ],
    },
  }),
);
