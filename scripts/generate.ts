import { bundleStep } from "./bundle.js";
import { isEntryPoint } from "./command/entry-point.js";
import { operationsStep } from "./operations.js";
import { schemaStep } from "./schema.js";
import { requestValidatorsStep } from "./request-validators.js";
import { responseValidatorsStep } from "./response-validators.js";
import { runPipelineCommand } from "./command/step-command.js";
import type { Step } from "./step.js";

/** What is made of the document, in this order; a new output is a line here and a file of its own. */
export const steps: readonly Step[] = [
  bundleStep,
  schemaStep,
  operationsStep,
  requestValidatorsStep,
  responseValidatorsStep,
];

if (isEntryPoint(import.meta.url)) await runPipelineCommand(steps);
