import { isDataMetaError, type DataMetaError, type Issue } from "../index.js";
import type { FileError, SubmissionError } from "../files/node.js";
import { DoctorFailed } from "./commands/doctor.js";
import type { Context } from "./context.js";
import { codeOf, CommandError, exitCodes, Interrupted, type ExitCode } from "./errors.js";
import { colorsFor } from "./output/colors.js";
import { printable } from "./output/text.js";

/** An error in words. */
interface Report {
  readonly message: string;
  /** Each on a line of its own. */
  readonly details?: readonly string[];
  readonly hint?: string | undefined;
  readonly exitCode: ExitCode;
}

/**
 * Says on stderr why the command failed.
 *
 * @returns the exit code
 */
export async function reportError(context: Context, error: unknown): Promise<ExitCode> {
  const { io, print } = context;
  if (io.signal.aborted || error instanceof Interrupted) {
    if (!print.quiet) io.stderr.write("Stopped.\n");
    if (isSubmissionError(error)) for (const line of leftovers(error)) print.warn(line);
    return exitCodes.interrupted;
  }
  if (isDataMetaError(error) && error.name === "UnauthorizedError" && error.attempts > 0) {
    await context.rememberRejected();
  }
  if (error instanceof DoctorFailed) return error.exitCode;
  const { message, details = [], hint, exitCode } = describe(error);
  if (context.options().json === true) {
    const problem = { message, details, ...(hint !== undefined && { hint }), exitCode };
    io.stderr.write(`${JSON.stringify({ error: problem })}\n`);
    return exitCode;
  }
  const { red, dim } = colorsFor(io, io.stderr);
  const lines = [
    `${red("✗")} ${asSentence(printable(message))}`,
    ...details.map((line) => `  ${printable(line)}`),
    ...(hint === undefined ? [] : [dim(`  ${printable(hint)}`)]),
  ];
  io.stderr.write(`${lines.join("\n")}\n`);
  return exitCode;
}

function describe(error: unknown): Report {
  if (error instanceof CommandError) return error;
  if (isSubmissionError(error)) {
    return {
      message: error.message.split("\n")[0] ?? "",
      details: leftovers(error),
      exitCode: error.problems.length > 0 ? exitCodes.invalidData : exitCodes.failed,
    };
  }
  if (isFileError(error)) return describeFile(error);
  if (isDataMetaError(error)) return describeCall(error);
  const code = codeOf(error);
  if (error instanceof Error && code !== undefined && "syscall" in error) {
    return { message: `${error.message}.`, exitCode: exitCodes.failed };
  }
  return {
    message: `Unexpected error: ${error instanceof Error ? error.message : String(error)}`,
    details:
      process.env["DATAMETA_DEBUG"] !== undefined && error instanceof Error
        ? (error.stack ?? "").split("\n").slice(1)
        : [],
    hint: "This is a defect of the command. Set DATAMETA_DEBUG=1 to see where it happened.",
    exitCode: exitCodes.failed,
  };
}

function describeFile({ message, file, code }: FileError): Report {
  if (code === "EEXIST") {
    const hint = "Choose another name, or add --force.";
    return { message: `${file} is there already.`, hint, exitCode: exitCodes.failed };
  }
  return { message, exitCode: exitCodes.failed };
}

/** What failed, by the class of error; `switch` on the name narrows it. */
function describeCall(error: DataMetaError): Report {
  const host = error.url === undefined ? "the server" : new URL(error.url).host;
  switch (error.name) {
    case "UnauthorizedError":
      return error.operationId === "CreateApiKey"
        ? {
            message: "The e-mail address or the password is wrong, or the account is disabled.",
            exitCode: exitCodes.notSignedIn,
          }
        : {
            message: `${host} does not accept the token. It has expired or was deleted, or the account is disabled.`,
            hint: "Sign in again with: datameta login",
            exitCode: exitCodes.notSignedIn,
          };
    case "ForbiddenError":
      return {
        message: "You are not allowed to do this, or it does not exist.",
        details: issueLines(error.issues),
        hint: "See who you are signed in as with: datameta whoami",
        exitCode: exitCodes.notSignedIn,
      };
    case "NotFoundError":
      return { message: notFound(error.message), exitCode: exitCodes.failed };
    case "ConnectionError":
      return { ...describeConnection(host, codeOf(error)), exitCode: exitCodes.noConnection };
    case "TimeoutError":
      return {
        message: `${host} did not answer within ${Math.round(error.timeout / 1000)} s.`,
        hint: "Try again, or look at the connection with: datameta doctor",
        exitCode: exitCodes.noConnection,
      };
    case "ResponseFormatError":
      return {
        message: `${host} answered, but not as a DataMeta server does.`,
        details: [error.message],
        hint: "Look at the address with: datameta doctor",
        exitCode: exitCodes.failed,
      };
    case "ValidationError":
      return {
        message:
          error.attempts === 0
            ? "The values are not valid. Nothing was sent."
            : `${host} refused the values.`,
        details: issueLines(error.issues),
        exitCode: exitCodes.invalidData,
      };
    case "ConfigurationError":
      return { message: error.message, exitCode: exitCodes.usage };
    default:
      return { message: error.message, exitCode: exitCodes.failed };
  }
}

/** What a failed connection means, by the code of the system, in a sentence with what to do. */
export function describeConnection(
  host: string,
  code: string | undefined,
): { readonly message: string; readonly hint: string } {
  const shown = code === undefined ? "" : ` (${code})`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return {
      message: `There is no host ${host}${shown}.`,
      hint: "Check the address, and whether this computer is online.",
    };
  }
  if (code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL/.test(code)) {
    return {
      message: `The certificate of ${host} is not trusted${shown}.`,
      hint: "If it is your institute's own, set NODE_EXTRA_CA_CERTS to the file of its authority.",
    };
  }
  return {
    message: `No connection to ${host}${shown}.`,
    hint: "Check the network, VPN or proxy, and look closer with: datameta doctor",
  };
}

function notFound(message: string): string {
  return message.replace(/^\w+ failed: /, "Not found: ");
}

function issueLines(issues: readonly Issue[]): string[] {
  return issues.map(({ field, message }) =>
    // For what is missing, the server lists all that must be there.
    field === undefined || message.endsWith("is a required property")
      ? message
      : `${field}: ${message}`,
  );
}

/** What is still on the server: the message of the error ends with it. */
function leftovers(error: SubmissionError): string[] {
  return error.message.split("\n").filter((line) => line.startsWith("Still staged "));
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** By its name, so that a command without files does not load what moves them. */
function isSubmissionError(error: unknown): error is SubmissionError {
  return error instanceof Error && error.name === "SubmissionError" && "left" in error;
}

function isFileError(error: unknown): error is FileError {
  return error instanceof Error && error.name === "FileError" && "file" in error;
}
