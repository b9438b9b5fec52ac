import type { Command } from "commander";

import { addCommand } from "../command.js";
import type { Context } from "../context.js";
import { usageError } from "../errors.js";

/** `datameta password`. */
export function addPassword(program: Command, context: Context): void {
  addCommand(program, {
    usage: "password",
    does: "Change your password.",
    example: "password",
    details:
      "In scripts, use --stdin with two lines on standard input: the old and the new password.",
  })
    .option("--stdin", "read both passwords from standard input, one per line")
    .action(async ({ stdin }: { stdin?: boolean }) => {
      const { datameta } = await context.connect();
      const [old, next] = stdin === true ? await readLines(context) : await ask(context);
      const { id } = await datameta.whoami();
      const body = { passwordChangeCredential: old, newPassword: next };
      const answer = await datameta.setUserPassword({ id, body });
      context.print.done("Your password is changed.");
      if (answer?.tfaToken) {
        context.print.note(
          "The server asks for a second factor. Sign in on its web page to set it up.",
        );
      }
    });
}

async function readLines({ io }: Context): Promise<[string, string]> {
  const { text } = await import("node:stream/consumers");
  const [old = "", next = ""] = (await text(io.stdin)).split(/\r?\n/);
  if (old === "" || next === "")
    throw usageError("--stdin needs two lines on standard input: the old and the new password.");
  return [old, next];
}

async function ask({ io }: Context): Promise<[string, string]> {
  const { askPassword } = await import("../prompts.js");
  const instead = "Use --stdin, and pass both passwords on standard input.";
  const old = await askPassword(io, "Old password", instead);
  const next = await askPassword(io, "New password", instead);
  if ((await askPassword(io, "New password again", instead)) !== next) {
    throw usageError("The two new passwords are different. Try again.");
  }
  return [old, next];
}
