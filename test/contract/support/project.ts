import type { TestProjectInlineConfiguration } from "vitest/config";
import type { ServerName } from "./contract-setup.js";

/** The contract suite as a vitest project, named after its server. */
export function contractProject(server: ServerName): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: {
      name: server,
      include: ["test/contract/operations/*.test.ts"],
      globalSetup: ["test/contract/support/global-setup.ts"],
      // The test files share only modules, so vitest does not need to load them again for each
      // file.
      isolate: false,
      // All files share one real server, which is slow because it hashes passwords.
      ...(server.startsWith("real") && { fileParallelism: false, testTimeout: 60_000 }),
    },
  };
}
