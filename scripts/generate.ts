import { bundleStep } from "./bundle.js";
import { isEntryPoint, runAsProcess } from "./command/entry-point.js";
import type { Problem } from "./command/generation-error.js";
import { generateCommandOf } from "./command/generate-command.js";
import { defaultConfig, defaultOut, defaultSpec } from "./command/project.js";
import { readConfig, readSpec } from "./document/read-spec.js";
import { normalizeDocument } from "./normalize.js";
import { operationsStep } from "./operations.js";
import { requestValidatorsStep } from "./request-validators.js";
import { responseValidatorsStep } from "./response-validators.js";
import { schemaStep } from "./schema.js";
import { schemasStep } from "./schemas.js";
import type { Step } from "./step.js";

/** The steps in their order. To add an output, create a file for its step and list it here. */
export const steps: readonly Step[] = [
  bundleStep,
  schemaStep,
  schemasStep,
  operationsStep,
  requestValidatorsStep,
  responseValidatorsStep,
];

/** The generated files of a document. */
export interface GeneratedFiles {
  readonly files: readonly { readonly file: string; readonly text: string }[];
  /** The parts of the document that were normalized, omitted, or only partly supported. */
  readonly warnings: readonly Problem[];
}

/**
 * Generates the files of any document in memory, like `npm run generate -- --spec FILE`. Does not
 * lint the document.
 *
 * @throws GenerationError if the document cannot be read
 */
export async function generateFiles({
  spec: file,
  only = steps,
  allowed,
}: {
  /** The entry file of the document. */
  readonly spec: string;
  /** The steps to run. */
  readonly only?: readonly Step[];
  /** Folders and URLs that references may lead into, in addition to the document's folder. */
  readonly allowed?: readonly string[];
}): Promise<GeneratedFiles> {
  const { spec, changes } = normalizeDocument(
    await readSpec(file, await readConfig(undefined), { isOurs: false, allowed }),
  );
  const results = await Promise.all(
    only.map(async (step) => ({ file: step.file, ...(await step.run(spec)) })),
  );
  return {
    files: results.map(({ file: name, text }) => ({ file: name, text })),
    warnings: [...changes, ...results.flatMap(({ warnings = [] }) => warnings)],
  };
}

/** `npm run generate`. */
export const generateCommand = generateCommandOf({
  name: "npm run generate --",
  steps: () => Promise.resolve(steps),
  own: { spec: defaultSpec, out: defaultOut, config: defaultConfig },
});

if (isEntryPoint(import.meta.url)) await runAsProcess(generateCommand);
