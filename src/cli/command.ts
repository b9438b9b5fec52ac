import { InvalidArgumentError, Option, type Command } from "commander";

/** The texts of a command. */
export interface CommandTexts {
  /** The name and the arguments, like `show <id>`. */
  readonly usage: string;
  /** What the command does, as a sentence. */
  readonly does: string;
  /** An example without `datameta` at the start. */
  readonly example: string;
  /** More details for the help. */
  readonly details?: string;
}

/** Adds a command. Its help ends with an example. */
export function addCommand(parent: Command, texts: CommandTexts): Command {
  const more = "More options, like --url and --json: datameta --help";
  return add(parent, { ...texts, details: `${texts.details ?? ""}\n\n${more}`.trim() });
}

/** Adds a command that only has subcommands. */
export function addGroup(parent: Command, texts: CommandTexts): Command {
  return add(parent, texts);
}

function add(parent: Command, { usage, does, example, details }: CommandTexts): Command {
  const more = details === undefined ? "" : `\n${details}\n`;
  return parent
    .command(usage)
    .description(does)
    .addHelpText("after", `${more}\nExample:\n  $ datameta ${example}`);
}

/** Creates an option with a list of allowed values. */
export function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices);
}

/** Parses an option that is a whole number. */
export function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number.");
}

/** Parses an option that is a list, like `a,b,c`. */
export function list(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
