/** What the command's exit code says. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  invalidData: 3,
  notSignedIn: 4,
  noConnection: 5,
  interrupted: 130,
} as const;

/** One of the command's exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A failure that the command explains itself: a sentence, what to do, and the exit code. */
export class CommandError extends Error {
  override readonly name = "CommandError";

  constructor(
    message: string,
    readonly exitCode: ExitCode,
    /** What to do about it, as a sentence. */
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The person pressed Ctrl-C. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor() {
    super("Interrupted.");
  }
}

/** The command was used in the wrong way. */
export function usageError(message: string, hint?: string): CommandError {
  return new CommandError(message, exitCodes.usage, hint);
}

/** The data are not valid. */
export function dataError(message: string, hint?: string): CommandError {
  return new CommandError(message, exitCodes.invalidData, hint);
}

/** The code that an error of Node or of `fetch` carries, or one of its causes. */
export function codeOf(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 10) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  return codeOf(error instanceof AggregateError ? error.errors[0] : error.cause, depth + 1);
}
