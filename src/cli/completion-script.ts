import type { Command } from "commander";

/** A command with its subcommands and options. */
interface Entry {
  /** The full name, like `keys list`. */
  readonly path: string;
  readonly description: string;
  readonly commands: readonly string[];
  readonly options: readonly string[];
}

/** Creates a script that completes commands, options and file names. */
export function completionScript(shell: "bash" | "zsh" | "fish", program: Command): string {
  const entries = entriesOf(program, "");
  if (shell === "fish") return fish(entries);
  return shell === "bash" ? bash(entries) : zsh(entries);
}

function entriesOf(command: Command, path: string): Entry[] {
  const options = command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long }) => long ?? []);
  const commands = command.commands.map((each) => each.name());
  const below = command.commands.flatMap((each) =>
    entriesOf(each, `${path} ${each.name()}`.trim()),
  );
  return [{ path, description: command.description(), commands, options }, ...below];
}

/** Returns the possible next words. Global options are possible after every command. */
function wordsOf({ commands, options }: Entry, [program]: readonly Entry[]): string {
  return [...new Set([...commands, ...options, ...(program?.options ?? [])])].join(" ");
}

/** Creates the script for bash. The words without options determine the command. */
function bash(entries: readonly Entry[]): string {
  const cases = entries.map(
    (entry) => `    "${entry.path}") words="${wordsOf(entry, entries)}" ;;`,
  );
  const paths = entries.filter(({ path }) => path !== "").map(({ path }) => `"${path}"`);
  return `# Completes datameta in bash.
_datameta() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path="" words="" next word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    next="\${path:+$path }$word"
    case "$next" in
      ${paths.join("|")}) path="$next" ;;
    esac
  done
  case "$path" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _datameta datameta datameta-client
`;
}

function zsh(entries: readonly Entry[]): string {
  return `# Completes datameta in zsh.
autoload -U +X bashcompinit && bashcompinit
${bash(entries)}`;
}

function fish(entries: readonly Entry[]): string {
  const quote = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
  const lines = entries.flatMap(({ path, commands, options }) => {
    const parts = path.split(" ").filter(Boolean);
    const seen = parts.map((part) => `__fish_seen_subcommand_from ${part}`).join("; and ");
    const when = seen === "" ? "__fish_use_subcommand" : seen;
    return [
      ...commands.map((name) => {
        const below = entries.find((each) => each.path === `${path} ${name}`.trim());
        const description = quote(below?.description ?? "");
        const unseen =
          seen === "" ? when : `${seen}; and not __fish_seen_subcommand_from ${commands.join(" ")}`;
        return `complete -c datameta -n ${quote(unseen)} -f -a ${name} -d ${description}`;
      }),
      ...options.map((option) =>
        parts.length === 0
          ? `complete -c datameta -l ${option.slice(2)}`
          : `complete -c datameta -n ${quote(when)} -l ${option.slice(2)}`,
      ),
    ];
  });
  return `# Completes datameta in fish.\n${lines.join("\n")}\n`;
}
