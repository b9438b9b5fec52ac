import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { GenerationError } from "../command/generation-error.js";
import { reportDone, startClock } from "../command/progress.js";
import { contenders, type Absence } from "./contenders.js";
import { runProgram } from "./run-program.js";

/** Of OpenAPI Generator, which npm does not have. */
export const generatorVersion = "7.25.0";

const artifact = `org.openapitools:openapi-generator-cli:${generatorVersion}:jar`;

/** The commands that npm has, as each project's own guide calls them. All of them read OpenAPI 3.1. */
const commands: readonly (readonly string[])[] = [
  [
    ...["openapi-ts", "-i", "openapi.json", "-o", "generated/hey-api"],
    ...["-p", "@hey-api/client-fetch", "@hey-api/typescript", "@hey-api/sdk"],
  ],
  ["orval", "--config", "orval.config.json"],
  [
    ...["openapi", "--input", "openapi.json", "--output", "generated/openapi-typescript-codegen"],
    ...["--client", "fetch", "--useOptions"],
  ],
  [
    ...["swagger-typescript-api", "generate", "-p", "openapi.json"],
    ...["-o", "generated/swagger-typescript-api", "-n", "api.ts"],
  ],
];

/**
 * Generates the clients of the peers from `openapi.json`, in a folder where they are installed.
 *
 * @returns those that are not to be had here
 * @throws GenerationError if a generator fails
 */
export async function generatePeers(folder: string): Promise<Absence[]> {
  for (const [name = "", ...args] of commands) {
    const elapsed = startClock();
    await runProgram(join(folder, "node_modules", ".bin", name), args, { cwd: folder });
    reportDone("generate peer", name, elapsed());
  }
  const reason = await generateByJar(folder);
  return reason === undefined
    ? []
    : contenders
        .filter(({ id }) => id === "openapi-generator")
        .map((contender) => ({ contender, reason }));
}

/** @returns why there is no OpenAPI Generator here, if so */
async function generateByJar(folder: string): Promise<string | undefined> {
  const elapsed = startClock();
  const jar = `openapi-generator-cli-${generatorVersion}.jar`;
  const fetchJar = ["-q", "-B", "dependency:copy", `-Dartifact=${artifact}`];
  await mkdir(folder, { recursive: true });
  try {
    await runProgram("java", ["-version"]);
    await runProgram("mvn", [...fetchJar, `-DoutputDirectory=${folder}`], { cwd: folder });
  } catch (error) {
    if (!(error instanceof GenerationError)) throw error;
    return `it needs java and mvn, and its jar from Maven Central. ${error.message}`;
  }
  await runProgram(
    "java",
    [
      ...["-jar", jar, "generate", "-g", "typescript-fetch", "-i", "openapi.json"],
      ...["-o", "generated/openapi-generator"],
    ],
    { cwd: folder },
  );
  reportDone("generate peer", "openapi-generator", elapsed());
  return undefined;
}
