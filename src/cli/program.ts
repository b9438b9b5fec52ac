import { createRequire } from "node:module";

import { Command, CommanderError } from "commander";

import { addApi } from "./commands/api.js";
import { addCheck } from "./commands/check.js";
import { addCompletion } from "./commands/completion.js";
import { addDoctor } from "./commands/doctor.js";
import { addDownload } from "./commands/download.js";
import { addFiles } from "./commands/files.js";
import { addGroups } from "./commands/groups.js";
import { addKeys } from "./commands/keys.js";
import { addLogin } from "./commands/login.js";
import { addLogout } from "./commands/logout.js";
import { addMetaData } from "./commands/metadata.js";
import { addMetaDataSets } from "./commands/metadatasets.js";
import { addPassword } from "./commands/password.js";
import { addServices } from "./commands/services.js";
import { addSettings } from "./commands/settings.js";
import { addSubmissions } from "./commands/submissions.js";
import { addSubmit } from "./commands/submit.js";
import { addTemplate } from "./commands/template.js";
import { addUpload } from "./commands/upload.js";
import { addUsers } from "./commands/users.js";
import { addWhoami } from "./commands/whoami.js";
import { Context, type GlobalOptions } from "./context.js";
import { exitCodes } from "./errors.js";
import type { Io } from "./io.js";
import { colorsFor, hasColors } from "./output/colors.js";
import { createPrinter } from "./output/printer.js";

/** Runs the command with the streams and settings of the caller. */
export async function runProgram(argv: readonly string[], io: Io): Promise<number> {
  const program = new Command();
  const options = () => program.opts<GlobalOptions>();
  const print = createPrinter(io, options);
  const context = new Context(io, options, print);
  describe(program, io);
  addCommands(program, context);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCodes.done;
  } catch (error) {
    // Commander has already printed the message.
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    const { reportError } = await import("./report-error.js");
    return await reportError(context, error);
  }
}

function describe(program: Command, io: Io): void {
  const width = (stream: { columns?: number; isTTY?: boolean }) =>
    stream.isTTY === true ? (stream.columns ?? 80) : 100;
  const { red, dim } = colorsFor(io, io.stderr);
  program
    .name("datameta")
    .description("Submit research data and metadata to a DataMeta server.")
    .option("--url <url>", "the server; also DATAMETA_URL (default: the last login)")
    .option("--profile <name>", "the name of a stored login")
    .option("--token-stdin", "read the API token from standard input; also DATAMETA_TOKEN")
    .option("--json", "print results as JSON, for programs")
    .option("-q, --quiet", "print only results and errors")
    .option("--show-secrets", "print tokens and secret URLs in full")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "Show help for a command.")
    .option("-V, --version", "show the version")
    .on("option:version", () => {
      io.stdout.write(`${versionOf()}\n`);
      throw new CommanderError(0, "commander.version", "");
    })
    .addHelpText(
      "after",
      "\nExample:\n  $ datameta login https://datameta.example.org\n" +
        "  $ datameta template -o samples.xlsx\n" +
        '  $ datameta submit samples.xlsx --files reads/ --label "Cohort 1"',
    )
    .exitOverride()
    .configureHelp({ showGlobalOptions: false, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      getOutHelpWidth: () => width(io.stdout),
      getErrHelpWidth: () => width(io.stderr),
      getOutHasColors: () => hasColors(io, io.stdout),
      getErrHasColors: () => hasColors(io, io.stderr),
      outputError: (text, write) => {
        const message = text
          .trim()
          .replace(/^error: (.)/, (_, first: string) => first.toUpperCase());
        const [problem = "", guess] = message.split("\n(");
        const sentence = /[.!?]$/.test(problem) ? problem : `${problem}.`;
        const hint = guess === undefined ? "For help, add --help." : guess.replace(/\)$/, "");
        write(`${red("✗")} ${sentence}\n${dim(`  ${hint}`)}\n`);
      },
    });
}

function addCommands(program: Command, context: Context): void {
  for (const add of [
    ...[addLogin, addLogout, addWhoami, addKeys, addPassword],
    ...[addTemplate, addCheck, addSubmit, addUpload, addDownload, addFiles],
    ...[addMetaDataSets, addSubmissions],
    ...[addServices, addUsers, addGroups, addSettings, addMetaData, addApi, addDoctor],
  ]) {
    add(program, context);
  }
  addCompletion(program, context);
  // This only lists the command in the help. `scripts/bin/main.ts` runs it.
  program
    .command("generate")
    .description("Generate a typed client of any OpenAPI document, for developers.");
}

function versionOf(): string {
  // Safe: the package's own manifest has a version.
  const manifest = createRequire(import.meta.url)("datameta-client/package.json") as {
    version: string;
  };
  return manifest.version;
}
