import { defineConfig, mergeConfig } from "vitest/config";

import { contractProject } from "./test/contract/support/project.js";
import config from "./vitest.config.js";

/** The contract suite against the real servers, which `npm run test:server` starts and names. */
export default mergeConfig(
  { ...config, test: {} },
  defineConfig({
    test: { projects: [contractProject("real v1"), contractProject("real v0")] },
  }),
);
