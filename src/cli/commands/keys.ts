import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";

import type { Command } from "commander";

import { addCommand, addGroup } from "../command.js";
import type { Context } from "../context.js";
import { usageError } from "../errors.js";
import { formatTime } from "../output/time.js";

/** `datameta keys`. */
export function addKeys(program: Command, context: Context): void {
  const keys = addGroup(program, {
    usage: "keys",
    does: "List, create and delete API keys.",
    example: "keys list",
  });
  addCommand(keys, { usage: "list", does: "List your API keys.", example: "keys list" })
    .option("--user <id>", "the keys of another user, for administrators")
    .action(async ({ user }: { user?: string }) => {
      const { datameta, settings } = await context.connect();
      const id = user ?? (await datameta.whoami()).id;
      context.print.list(
        [
          { title: "LABEL", value: ({ label }) => label },
          {
            title: "EXPIRES",
            value: ({ expires, hasExpired }) =>
              hasExpired ? "expired" : expires === null ? "never" : formatTime(expires),
          },
          { title: "ID", isWhole: true, value: ({ id: { uuid } }) => uuid },
          {
            title: "",
            value: ({ id: { uuid } }) => (uuid === settings.login?.keyId ? "in use here" : ""),
          },
        ],
        await datameta.getUserApiKeys({ id }),
      );
    });
  addCommand(keys, {
    usage: "create",
    does: "Create an API key for a program.",
    example: "keys create --label pipeline --output token.txt",
    details:
      "The token is shown only once, so use --output or --show-secrets. --output writes it to a new file\n" +
      "that only you can read.",
  })
    .requiredOption("--label <text>", "what the key is for")
    .option(
      "--expires <date>",
      "like 2030-01-31, in the server's time (default: as long as the server allows)",
    )
    .option("--output <file>", "a new file for the token")
    .action(
      async ({ label, expires, output }: { label: string; expires?: string; output?: string }) => {
        const show = context.options().showSecrets === true;
        if (output === undefined && !show) {
          throw usageError(
            "The token is shown only once.",
            "Add --output FILE to write it to a file, or --show-secrets to print it.",
          );
        }
        const { datameta } = await context.connect();
        const key = await datameta.createApiKey({
          body: { label, ...(expires !== undefined && { expires }) },
        });
        if (output !== undefined) {
          const path = resolve(context.io.cwd, output);
          try {
            await writeFile(path, `${key.token}\n`, { mode: 0o600, flag: "wx" });
          } catch (error) {
            // The token is lost if it cannot be written, so the key is useless.
            await datameta.deleteApiKey({ id: key.id });
            throw error;
          }
          context.print.done(`The token is in ${output}.`);
        }
        if (show && !context.print.json) context.print.result(key.token, key);
        else if (context.print.json) context.print.data(key);
      },
    );
  addCommand(keys, {
    usage: "delete <id...>",
    does: "Delete API keys.",
    example: "keys delete d5b0c8e3-27f1-4a96-b3c4-5e8f10a9d762",
  }).action(async (ids: string[]) => {
    const { datameta } = await context.connect();
    for (const id of ids) {
      await datameta.deleteApiKey({ id });
      context.print.done(`Deleted key ${id}.`);
    }
  });
}
