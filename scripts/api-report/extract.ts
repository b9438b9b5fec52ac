import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
} from "@microsoft/api-extractor";

import { GenerationError, type Problem } from "../command/generation-error.js";
import { shownPath } from "../command/progress.js";
import type { EntryPoint } from "./entry-points.js";

/**
 * Creates a report of each entry point's exports with API Extractor. The reports also include types
 * that are not exported but that exported types use.
 *
 * @returns the texts, in the order of the entry points
 * @throws GenerationError if declarations are missing or invalid
 */
export async function extractReports(
  folder: string,
  entries: readonly EntryPoint[],
  scratchFolder: string,
): Promise<string[]> {
  const missing = entries.find(({ declarations }) => !existsSync(declarations));
  if (missing !== undefined) {
    const places = [shownPath(missing.declarations)];
    const advice = "Run `npm run build`.";
    throw new GenerationError([{ message: "does not exist.", places, advice }]);
  }
  await mkdir(scratchFolder, { recursive: true });
  const temporary = await mkdtemp(join(scratchFolder, "api-report-"));
  try {
    const configs = entries.map((entry) => configure(folder, temporary, entry, entries));
    const [first] = configs;
    if (first === undefined) return [];
    const compilerState = CompilerState.create(first);
    for (const config of configs) invoke(config, compilerState);
    const paths = entries.map(({ name }) => join(temporary, `${name}.api.md`));
    return await Promise.all(paths.map((path) => readFile(path, "utf8")));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function configure(
  folder: string,
  temporary: string,
  entry: EntryPoint,
  entries: readonly EntryPoint[],
): ExtractorConfig {
  const silent = { default: { logLevel: ExtractorLogLevel.None } };
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, "package.json"),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: entry.declarations,
      newlineKind: "lf",
      apiReport: {
        enabled: true,
        reportFileName: entry.name,
        reportFolder: temporary,
        reportTempFolder: join(temporary, "temp"),
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            ...{ module: "NodeNext", target: "ES2022", types: ["node"] },
            ...{ lib: ["ES2023", "DOM", "DOM.Iterable", "ESNext.Disposable"] },
            ...{ strict: true, exactOptionalPropertyTypes: true },
          },
          // All entry points share one compiler program, which saves time.
          files: entries.map(({ declarations }) => declarations),
        },
      },
      // Only compiler errors count here. The docs site checks the comments.
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: silent,
        tsdocMessageReporting: silent,
      },
    },
  });
}

function invoke(config: ExtractorConfig, compilerState: CompilerState): void {
  const problems: Problem[] = [];
  const messageCallback = (message: ExtractorMessage): void => {
    message.handled = true;
    if (message.logLevel === ExtractorLogLevel.Error) problems.push(toProblem(message));
  };
  // In a "local" build, API Extractor writes the report instead of comparing it.
  Extractor.invoke(config, { compilerState, localBuild: true, messageCallback });
  if (problems.length > 0) throw new GenerationError(problems);
}

function toProblem({ text, sourceFilePath, sourceFileLine }: ExtractorMessage): Problem {
  const places =
    sourceFilePath === undefined ? [] : [`${shownPath(sourceFilePath)}:${sourceFileLine ?? 1}`];
  return { message: text, places };
}
