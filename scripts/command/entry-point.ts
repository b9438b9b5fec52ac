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

/**
 * A command as a function: takes its arguments and returns its exit code, which is 0 if it did its
 * work, 1 if it failed and 2 if it was used wrongly. It writes to stdout and stderr.
 */
export type Command = (args: readonly string[]) => Promise<number>;

/**
 * Makes a command of its options and its work. `--help` prints the usage, and an error becomes a
 * message on stderr.
 *
 * @param run - may return an exit code; otherwise it is 0
 */
export function defineCommand<Options extends CommandOptions>(
  usage: string,
  options: Options,
  run: (values: CommandValues<Options>) => Promise<number> | Promise<void>,
): Command {
  const withHelp: CommandOptions = { ...options, help: { type: "boolean", default: false } };
  return (given) =>
    codeOf(async () => {
      const args = [...given];
      const { help } = parseArgs({ args, options: withHelp }).values;
      if (help !== true) return await run(parseArgs({ args, options }).values);
      process.stdout.write(usage);
      return undefined;
    });
}

/** Does a command's work; an error becomes a message on stderr. Returns the exit code. */
async function codeOf(run: () => Promise<unknown>): Promise<number> {
  try {
    const code = await run();
    return typeof code === "number" ? code : 0;
  } catch (error) {
    const isUsage = isUsageError(error);
    const advice = isUsage ? "\n  Run the command with --help to see its options." : "";
    process.stderr.write(`✗ ${isUsage ? error.message : describeFailure(error)}${advice}\n`);
    return isUsage ? 2 : 1;
  }
}

/**
 * Runs a command with the arguments and the exit code of this process. The code is set, not forced,
 * so that pending output is still written.
 */
export async function runAsProcess(command: Command): Promise<void> {
  const code = await command(process.argv.slice(2));
  if (code !== 0) process.exitCode = code;
}

/** Runs work that reads its own arguments as this process. */
export async function runCommand(run: () => Promise<unknown>): Promise<void> {
  await runAsProcess(() => codeOf(run));
}

/** Defines a command and runs it as this process. */
export async function runOptionCommand<Options extends CommandOptions>(
  usage: string,
  options: Options,
  run: (values: CommandValues<Options>) => Promise<number> | Promise<void>,
): Promise<void> {
  await runAsProcess(defineCommand(usage, options, run));
}

/** Runs a command that has no option but `--help`. */
export async function runPlainCommand(
  usage: string,
  run: () => Promise<number> | Promise<void>,
): Promise<void> {
  await runOptionCommand(usage, {}, run);
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
