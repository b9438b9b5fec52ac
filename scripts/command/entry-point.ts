import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs, type ParseArgsConfig } from "node:util";

import { GenerationError } from "./generation-error.js";

/** Invalid arguments of a command. They end the command with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Whether Node was started with this module. Otherwise another module has imported it.
 *
 * @param moduleUrl - the module's own `import.meta.url`
 */
export function isEntryPoint(moduleUrl: string): boolean {
  const started = process.argv[1];
  if (started === undefined) return false;
  try {
    // With npm links and symlinked folders, argv differs from the module's URL.
    return realpathSync(started) === fileURLToPath(moduleUrl);
  } catch {
    return false;
  }
}

/** Formats an error that ends a command, or a part of it. */
export function describeFailure(error: unknown): string {
  // A stack helps only if the error is a bug in the scripts, not a problem in their input.
  if (error instanceof GenerationError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The options of a command, in the format of `parseArgs`. All commands also have `--help`. */
export type CommandOptions = NonNullable<ParseArgsConfig["options"]>;

/** The values of a command's options. */
export type CommandValues<Options extends CommandOptions> = ReturnType<
  typeof parseArgs<{ options: Options }>
>["values"];

/**
 * A command as a function. Takes its arguments and returns its exit code: 0 for success, 1 for
 * failure, 2 for invalid arguments. Writes to stdout and stderr.
 */
export type Command = (args: readonly string[]) => Promise<number>;

/**
 * Defines a command. `--help` prints the usage. An error becomes a message on stderr.
 *
 * @param run - does the work. It can return an exit code. The default is 0
 */
export function defineCommand<Options extends CommandOptions>(
  usage: string | (() => Promise<string>),
  options: Options,
  run: (values: CommandValues<Options>) => Promise<number> | Promise<void>,
): Command {
  const withHelp: CommandOptions = { ...options, help: { type: "boolean", default: false } };
  return (commandLine) =>
    codeOf(async () => {
      const args = [...commandLine];
      const { help } = parseArgs({ args, options: withHelp }).values;
      if (help !== true) return await run(parseArgs({ args, options }).values);
      process.stdout.write(typeof usage === "string" ? usage : await usage());
      return undefined;
    });
}

/** Runs a command and returns its exit code. An error becomes a message on stderr. */
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
 * Runs a command with the arguments and the exit code of this process. Does not call
 * `process.exit()`, so that pending output is still written.
 */
export async function runAsProcess(command: Command): Promise<void> {
  const code = await command(process.argv.slice(2));
  if (code !== 0) process.exitCode = code;
}

/** Runs a command that reads its own arguments in this process. */
export async function runCommand(run: () => Promise<unknown>): Promise<void> {
  await runAsProcess(() => codeOf(run));
}

/** Defines a command and runs it in this process. */
export async function runOptionCommand<Options extends CommandOptions>(
  usage: string,
  options: Options,
  run: (values: CommandValues<Options>) => Promise<number> | Promise<void>,
): Promise<void> {
  await runAsProcess(defineCommand(usage, options, run));
}

/** Runs a command whose only option is `--help`. */
export async function runPlainCommand(
  usage: string,
  run: () => Promise<number> | Promise<void>,
): Promise<void> {
  await runOptionCommand(usage, {}, run);
}

/**
 * Checks the values of an option.
 *
 * @throws UsageError if a value is unknown
 */
export function checkNames(
  option: string,
  values: readonly string[],
  known: readonly string[],
): void {
  const unknown = values.find((name) => !known.includes(name));
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
