import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import config from "../../vitest.config.js";

const folders = ["unit", "validate", "client"];

/** Runs the fastest folder first. If a test there fails, the other folders do not run. */
class CheapestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const cost = ({ moduleId }: TestSpecification) =>
      folders.findIndex((folder) => moduleId.includes(`/test/${folder}/`));
    return Promise.resolve(files.toSorted((one, other) => cost(one) - cost(other)));
  }
}

/**
 * Configures the tests that run for each mutant. Only fast tests are included, because each mutant
 * runs all tests that reach it. `test/openapi` generates code, and `test/properties` is random.
 */
export default defineConfig({
  ...config,
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    // The test files share only modules, so each module loads once.
    isolate: false,
    sequence: { sequencer: CheapestFirst },
    include: [`test/{${folders.join(",")}}/**/*.test.ts`],
  },
});
