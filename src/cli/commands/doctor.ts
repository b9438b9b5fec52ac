import type { Command } from "commander";

import { addCommand } from "../command.js";
import type { Context } from "../context.js";
import { exitCodes, type ExitCode } from "../errors.js";
import { colorsFor } from "../output/colors.js";
import { printable } from "../output/text.js";
import type { Finding } from "../doctor/finding.js";

/** `datameta doctor`. */
export function addDoctor(program: Command, context: Context): void {
  addCommand(program, {
    usage: "doctor",
    does: "Find out why something does not work: address, release, clock, token, proxy, uploads.",
    example: "doctor",
    details:
      "Prints a line for each check, and what to do about problems. The token is sent at most once. To find\n" +
      "the upload address, the command announces a file and deletes it again.",
  }).action(async () => {
    const { io, print } = context;
    const { examine } = await import("../doctor/examine.js");
    const findings: Finding[] = [];
    const { green, red, yellow, dim } = colorsFor(io, io.stdout);
    const signs = { ok: green("✓"), warning: yellow("!"), failure: red("✗"), skipped: dim("·") };
    for await (const finding of examine(context)) {
      findings.push(finding);
      if (print.json) continue;
      const { about, state, text, advice } = finding;
      print.raw(`${signs[state]} ${about.padEnd(8)}  ${printable(text)}\n`);
      if (advice !== undefined) print.raw(dim(`            ${printable(advice)}\n`));
    }
    if (print.json) print.data(findings);
    const failure = findings.find(({ state }) => state === "failure");
    if (failure !== undefined) throw new DoctorFailed(failure.exitCode ?? exitCodes.failed);
  });
}

/** Ends the command with an exit code and no message. The findings are already printed. */
export class DoctorFailed extends Error {
  override readonly name = "DoctorFailed";

  constructor(readonly exitCode: ExitCode) {
    super("doctor found a problem");
  }
}
