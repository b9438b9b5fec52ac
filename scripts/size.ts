import { readFile } from "node:fs/promises";
import { join } from "node:path";

import {
  isEntryPoint,
  runOptionCommand,
  type CommandOptions,
  type CommandValues,
} from "./command/entry-point.js";
import { GenerationError } from "./command/generation-error.js";
import { count, reportDone, shownPath, startClock } from "./command/progress.js";
import { projectRoot } from "./command/project.js";
import { formatChanges, isLarger, parseBudget } from "./size/compare.js";
import { measureAppSize, type AppSize } from "./size/measure.js";
import { writeOutputs } from "./step.js";

/** What the app may weigh. */
const budgetFile = join(projectRoot, "scripts", "size", "budget.json");

/** @throws GenerationError where the budget is missing or broken */
export async function readBudget(): Promise<AppSize> {
  try {
    return parseBudget(JSON.parse(await readFile(budgetFile, "utf8")));
  } catch (cause) {
    throw new GenerationError(
      [
        {
          message: `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
          places: [shownPath(budgetFile)],
          advice: "Write it anew by `npm run size -- --write`.",
        },
      ],
      { cause },
    );
  }
}

const usage = `Usage: npm run size [-- options]

Bundles an app with four calls (esbuild, minified), and compares its bytes with the budget in
scripts/size/budget.json, module by module. Fails if the app has grown.

  --write  make what it weighs now the budget
  --help   this text
`;

const options = {
  write: { type: "boolean", default: false },
} satisfies CommandOptions;

async function main(values: CommandValues<typeof options>): Promise<void> {
  const elapsed = startClock();
  const size = await measureAppSize();
  const weight = `${size.minified} bytes, ${size.gzip} by gzip`;
  if (values.write) {
    const text = `${JSON.stringify(size, null, 2)}\n`;
    const written = await writeOutputs([{ path: budgetFile, text }]);
    reportDone("size", weight, `${count(written.length, "file")} written`, elapsed());
    return;
  }
  const budget = await readBudget();
  process.stdout.write(`${formatChanges(size, budget)}\n`);
  if (isLarger(size, budget)) {
    throw new GenerationError([
      {
        message: "The app has grown.",
        places: [],
        advice: "Make it smaller again or, if that is worth it, run `npm run size -- --write`.",
      },
    ]);
  }
  reportDone("size", weight, "within the budget", elapsed());
}

if (isEntryPoint(import.meta.url)) await runOptionCommand(usage, options, main);
