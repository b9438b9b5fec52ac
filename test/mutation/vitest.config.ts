import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import config from "../../vitest.config.js";

const folders = ["unit", "validate", "client"];

/** The cheapest folder first: a mutant that falls there need not meet the others. */
class CheapestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const cost = ({ moduleId }: TestSpecification) =>
      folders.findIndex((folder) => moduleId.includes(`/test/${folder}/`));
    return Promise.resolve(files.toSorted((one, other) => cost(one) - cost(other)));
  }
}

/**
 * The tests that a mutant has to get past: those of src/ outside testing/ that take milliseconds
 * each, since every mutant is met by all that reach it. Those of `test/openapi` are not among them,
 * which generate code, nor those of `test/properties`, which kill by chance.
 */
export default defineConfig({
  ...config,
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    // The files share nothing but modules, which need not be loaded anew for each.
    isolate: false,
    sequence: { sequencer: CheapestFirst },
    include: [`test/{${folders.join(",")}}/**/*.test.ts`],
  },
});
