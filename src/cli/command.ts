import { InvalidArgumentError, Option, type Command } from "commander";

/** What a command is called, does and looks like. */
export interface CommandTexts {
  /** The name and the arguments, like `show <id>`. */
  readonly usage: string;
  /** A sentence. */
  readonly does: string;
  /** What to type, without `datameta`. */
  readonly example: string;
  /** More to know, for the help. */
  readonly details?: string;
}

/** Adds a command; its help ends with an example. */
export function addCommand(parent: Command, texts: CommandTexts): Command {
  const more = "More options, like --url and --json: datameta --help";
  return add(parent, { ...texts, details: `${texts.details ?? ""}\n\n${more}`.trim() });
}

/** Adds a command that only has commands of its own. */
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

/** An option with one of a few values. */
export function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices);
}

/** Reads an option that is a whole number. */
export function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number.");
}

/** Reads an option that is a list, as `a,b,c`. */
export function list(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
