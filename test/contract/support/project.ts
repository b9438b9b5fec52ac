import type { TestProjectInlineConfiguration } from "vitest/config";
import type { ServerName } from "./contract-setup.js";

/** The contract suite as a project of vitest that is named for the server it runs against. */
export function contractProject(server: ServerName): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: {
      name: server,
      include: ["test/contract/operations/*.test.ts"],
      globalSetup: ["test/contract/support/global-setup.ts"],
      // The files share nothing but modules, which need not be loaded anew for each.
      isolate: false,
      // One real server is shared by all files, and passwords cost it time.
      ...(server.startsWith("real") && { fileParallelism: false, testTimeout: 60_000 }),
    },
  };
}
