import { Command } from "commander";

import { addCommand } from "../command.js";
import type { Context } from "../context.js";
import { usageError } from "../errors.js";
import { readJsonArgument } from "../json-argument.js";
import type { ApiMethod, ApiParameter } from "../api-methods.js";

/** `datameta api`. */
export function addApi(program: Command, context: Context): void {
  addCommand(program, {
    usage: "api [method] [arguments...]",
    does: "Call any method of the API.",
    example: "api getFile --id DMF-00000001",
    details:
      "Without a method, all methods are listed. For help about one: datameta api getFile --help. A body\n" +
      "is JSON: --body @FILE reads it from a file, --body - reads it from standard input.",
  })
    .allowUnknownOption()
    .helpOption(false)
    .action(async (name: string | undefined, args: string[], _: unknown, command: Command) => {
      const { readApiMethods } = await import("../api-methods.js");
      const methods = readApiMethods();
      if (name === undefined || name === "--help" || name === "-h") {
        if (name !== undefined) command.outputHelp();
        context.print.list(
          [
            { title: "METHOD", value: (each) => each.name },
            { title: "DOES", value: ({ summary }) => summary },
          ],
          methods,
        );
        return;
      }
      const api = new Command("datameta api").copyInheritedSettings(program);
      for (const method of methods) addMethod(api, context, method);
      await api.parseAsync([name, ...args], { from: "user" });
    });
}

function addMethod(api: Command, context: Context, method: ApiMethod): void {
  const command = api
    .command(method.name)
    .description(`${method.summary}.\n\n${method.route}`)
    .addHelpText("after", `\nExample:\n  $ datameta api ${exampleOf(method)}`);
  for (const { name, description, isRequired, type } of method.parameters) {
    const flags = `--${name} <${type}>`;
    if (isRequired) command.requiredOption(flags, description);
    else command.option(flags, description);
  }
  if (method.body) {
    const { members } = method.body;
    command.requiredOption("--body <json>", `${members}; @FILE for a file, - for standard input`);
  }
  command.action(async (flags: Record<string, string>) => call(context, method, flags));
}

async function call(
  context: Context,
  method: ApiMethod,
  flags: Readonly<Record<string, string>>,
): Promise<void> {
  const args: Record<string, unknown> = {};
  for (const parameter of method.parameters) {
    const text = flags[parameter.name];
    if (text !== undefined) args[parameter.name] = valueOf(parameter, text);
  }
  if (method.body) args["body"] = await readJsonArgument(context.io, "--body", flags["body"] ?? "");
  const { createValidator } = await import("../../validate/index.js");
  const { datameta } = await context.connect({
    ...{ validate: createValidator(), isOptional: !method.needsAccount },
  });
  // Safe: the client was generated from the document that contains the method.
  const methods = datameta as unknown as Record<string, (args?: object) => Promise<unknown>>;
  const hasArguments = Object.keys(args).length > 0;
  const data = await (hasArguments ? methods[method.name]?.(args) : methods[method.name]?.());
  if (data === undefined || data === null) context.print.done("Done.");
  else context.print.data(data);
}

/** Converts the text to the type in the document. */
function valueOf({ name, type }: ApiParameter, text: string): unknown {
  if (type === "integer") {
    if (/^-?\d+$/.test(text)) return Number(text);
    throw usageError(`--${name} must be a whole number; got "${text}".`);
  }
  if (type === "boolean") {
    if (text === "true" || text === "false") return text === "true";
    throw usageError(`--${name} must be true or false; got "${text}".`);
  }
  if (type === "date-time" && Number.isNaN(Date.parse(text))) {
    throw usageError(`--${name} must be a time like 2030-01-31T12:00:00Z; got "${text}".`);
  }
  return text;
}

function exampleOf({ name, parameters, body }: ApiMethod): string {
  const args = parameters
    .filter(({ isRequired }) => isRequired)
    .map((each) => `--${each.name} ${each.example}`);
  return [name, ...args, ...(body ? [`--body '${body.example}'`] : [])].join(" ");
}
