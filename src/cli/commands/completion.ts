import type { Command } from "commander";

import { addCommand } from "../command.js";
import type { Context } from "../context.js";
import { usageError } from "../errors.js";

const shells = ["bash", "zsh", "fish"] as const;

/** `datameta completion`. */
export function addCompletion(program: Command, context: Context): void {
  addCommand(program, {
    usage: "completion <shell>",
    does: "Print what a shell needs to complete commands: bash, zsh or fish.",
    example: "completion bash >> ~/.bashrc",
    details:
      "zsh: datameta completion zsh >> ~/.zshrc\nfish: datameta completion fish > ~/.config/fish/completions/datameta.fish",
  }).action(async (given: string) => {
    const shell = shells.find((each) => each === given);
    if (shell === undefined)
      throw usageError(
        `There is no completion for "${given}".`,
        `There is one for: ${shells.join(", ")}`,
      );
    const { completionScript } = await import("../completion-script.js");
    context.print.raw(completionScript(shell, program));
  });
}
