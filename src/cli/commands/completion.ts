import type { Command } from "commander";

import { addCommand } from "../command.js";
import type { Context } from "../context.js";
import { usageError } from "../errors.js";

const shells = ["bash", "zsh", "fish"] as const;

/** `datameta completion`. */
export function addCompletion(program: Command, context: Context): void {
  addCommand(program, {
    usage: "completion <shell>",
    does: "Print a completion script for bash, zsh or fish.",
    example: "completion bash >> ~/.bashrc",
    details:
      "zsh: datameta completion zsh >> ~/.zshrc\nfish: datameta completion fish > ~/.config/fish/completions/datameta.fish",
  }).action(async (name: string) => {
    const shell = shells.find((each) => each === name);
    if (shell === undefined)
      throw usageError(`There is no completion for "${name}".`, `Shells: ${shells.join(", ")}`);
    const { completionScript } = await import("../completion-script.js");
    context.print.raw(completionScript(shell, program));
  });
}
