import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs, type ParseArgsConfig } from "node:util";

import { GenerationError } from "./generation-error.js";

/** Arguments that a command cannot work with; ends the command with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Whether the module is the file that Node was started with, rather than one imported by another.
 *
 * @param moduleUrl - the module's own `import.meta.url`
 */
export function isEntryPoint(moduleUrl: string): boolean {
  const started = process.argv[1];
  if (started === undefined) return false;
  try {
    // npm links and symlinked folders give argv another spelling than the module's URL.
    return realpathSync(started) === fileURLToPath(moduleUrl);
  } catch {
    return false;
  }
}

/**
 * Runs a command and turns what it throws into a message on stderr and an exit code: 0 done,
 * 1 failed, 2 wrong usage. The code is set, not forced, so that pending output is still written.
 */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (isUsageError(error)) {
      process.stderr.write(
        `✗ ${error.message}\n  Run the command with --help to see its options.\n`,
      );
      process.exitCode = 2;
      return;
    }
    process.stderr.write(`✗ ${describeFailure(error)}\n`);
    process.exitCode = 1;
  }
}

/** What a command says of an error that ends it, or a part of it. */
export function describeFailure(error: unknown): string {
  // A stack helps only where the failure is a defect of the scripts, not of their input.
  if (error instanceof GenerationError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The options of a command, as `parseArgs` takes them; all have `--help` besides. */
export type CommandOptions = NonNullable<ParseArgsConfig["options"]>;

/** What was given for the options of a command. */
export type CommandValues<Options extends CommandOptions> = ReturnType<
  typeof parseArgs<{ options: Options }>
>["values"];

/** Runs a command with its options; with `--help`, prints its usage instead. */
export async function runOptionCommand<Options extends CommandOptions>(
  usage: string,
  options: Options,
  command: (values: CommandValues<Options>) => Promise<void>,
): Promise<void> {
  await runCommand(async () => {
    const withHelp: CommandOptions = { ...options, help: { type: "boolean", default: false } };
    if (parseArgs({ options: withHelp }).values["help"] === true) process.stdout.write(usage);
    else await command(parseArgs({ options }).values);
  });
}

/** Runs a command that has no option but `--help`. */
export async function runPlainCommand(usage: string, command: () => Promise<void>): Promise<void> {
  await runOptionCommand(usage, {}, command);
}

/**
 * Refuses a name that an option does not know.
 *
 * @throws UsageError
 */
export function checkNames(
  option: string,
  given: readonly string[],
  known: readonly string[],
): void {
  const unknown = given.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UsageError(`${option} must be one of ${known.join(", ")}; got "${unknown}".`);
}

function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return (
    error instanceof TypeError &&
    "code" in error &&
    typeof error.code === "string" &&
    error.code.startsWith("ERR_PARSE_ARGS")
  );
}
