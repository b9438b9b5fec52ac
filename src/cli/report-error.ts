import { isDataMetaError, type DataMetaError, type Issue } from "../index.js";
import type { FileError, SubmissionError } from "../files/node.js";
import { DoctorFailed } from "./commands/doctor.js";
import type { Context } from "./context.js";
import { codeOf, CommandError, exitCodes, Interrupted, type ExitCode } from "./errors.js";
import { colorsFor } from "./output/colors.js";
import { printable } from "./output/text.js";

/** An error, ready to be printed. */
interface Report {
  readonly message: string;
  /** More lines, printed below the message. */
  readonly details?: readonly string[];
  readonly hint?: string | undefined;
  readonly exitCode: ExitCode;
}

/**
 * Prints to stderr why the command failed.
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
    hint: "This is a bug in the command. Set DATAMETA_DEBUG=1 to see where it happened.",
    exitCode: exitCodes.failed,
  };
}

function describeFile({ message, file, code }: FileError): Report {
  if (code === "EEXIST") {
    const hint = "Choose another name, or add --force.";
    return { message: `${file} already exists.`, hint, exitCode: exitCodes.failed };
  }
  return { message, exitCode: exitCodes.failed };
}

/** Describes the error of a call. */
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
        message: "You are not allowed to do this, or there is nothing with this id.",
        details: issueLines(error.issues),
        hint: "To see your account, run: datameta whoami",
        exitCode: exitCodes.notSignedIn,
      };
    case "NotFoundError":
      return { message: notFound(error.message), exitCode: exitCodes.failed };
    case "ConnectionError":
      return { ...describeConnection(host, codeOf(error)), exitCode: exitCodes.noConnection };
    case "TimeoutError":
      return {
        message: `${host} did not answer within ${Math.round(error.timeout / 1000)} s.`,
        hint: "Try again, or check the connection with: datameta doctor",
        exitCode: exitCodes.noConnection,
      };
    case "ResponseFormatError":
      return {
        message: `${host} sent a response that is not from a DataMeta server.`,
        details: [error.message],
        hint: "Check the address with: datameta doctor",
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

/** Describes a failed connection by its error code, and says what to do. */
export function describeConnection(
  host: string,
  code: string | undefined,
): { readonly message: string; readonly hint: string } {
  const shown = code === undefined ? "" : ` (${code})`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return {
      message: `There is no host ${host}${shown}.`,
      hint: "Check the address and the internet connection.",
    };
  }
  if (code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL/.test(code)) {
    return {
      message: `The certificate of ${host} is not trusted${shown}.`,
      hint: "If your institute issued it, set NODE_EXTRA_CA_CERTS to the file with its CA certificate.",
    };
  }
  return {
    message: `No connection to ${host}${shown}.`,
    hint: "Check the network, VPN or proxy. To find the cause, run: datameta doctor",
  };
}

function notFound(message: string): string {
  return message.replace(/^\w+ failed: /, "The server found nothing: ");
}

function issueLines(issues: readonly Issue[]): string[] {
  return issues.map(({ field, message }) =>
    // In this message, the server lists all required fields, so one field name would confuse.
    field === undefined || message.endsWith("is a required property")
      ? message
      : `${field}: ${message}`,
  );
}

/** Returns the last lines of the message, which list what is still on the server. */
function leftovers(error: SubmissionError): string[] {
  return error.message.split("\n").filter((line) => line.startsWith("Still staged "));
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/**
 * Checks the name instead of the class, so that this module does not load the file transfer code.
 */
function isSubmissionError(error: unknown): error is SubmissionError {
  return error instanceof Error && error.name === "SubmissionError" && "left" in error;
}

function isFileError(error: unknown): error is FileError {
  return error instanceof Error && error.name === "FileError" && "file" in error;
}
