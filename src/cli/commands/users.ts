import type { Command } from "commander";

import { addCommand, addGroup } from "../command.js";
import type { Context } from "../context.js";
import { usageError } from "../errors.js";
import { shownId } from "../output/ids.js";

interface UserFlags {
  readonly name?: string;
  readonly group?: string;
  readonly groupAdmin?: boolean;
  readonly siteAdmin?: boolean;
  readonly siteRead?: boolean;
  readonly enabled?: boolean;
}

/** `datameta users`. */
export function addUsers(program: Command, context: Context): void {
  const users = addGroup(program, {
    usage: "users",
    does: "Show and change users.",
    example: "users show DMU-00000001",
  });
  addCommand(users, {
    usage: "show [id]",
    does: "Show a user. Without an id, shows your own account.",
    example: "users show DMU-00000001",
  }).action(async (id: string | undefined) => {
    const { datameta } = await context.connect();
    const user = await datameta.getUser({ id: id ?? (await datameta.whoami()).id });
    const yesNo = (value: boolean | null | undefined) =>
      value === undefined || value === null ? "not shown to you" : value ? "yes" : "no";
    context.print.record(
      [
        ["Name", user.name],
        ["E-mail", user.email ?? "not shown to you"],
        ["Id", shownId(user.id)],
        ["Group", shownId(user.groupId)],
        ["Group administrator", yesNo(user.groupAdmin)],
        ["Site administrator", yesNo(user.siteAdmin)],
        ["Reads everything", yesNo(user.siteRead)],
      ],
      user,
    );
  });
  addCommand(users, {
    usage: "update <id>",
    does: "Change a user's name, group and rights.",
    example: "users update DMU-00000001 --group DMG-00000002 --no-site-read",
  })
    .option("--name <text>", "the name")
    .option("--group <id>", "the group")
    .option("--group-admin", "may administer the group")
    .option("--no-group-admin", "may not administer the group")
    .option("--site-admin", "may administer the site")
    .option("--no-site-admin", "may not administer the site")
    .option("--site-read", "may read the data of all groups")
    .option("--no-site-read", "may not read the data of all groups")
    .option("--enabled", "may sign in")
    .option("--no-enabled", "may not sign in")
    .action(async (id: string, flags: UserFlags) => {
      const { group, ...rest } = flags;
      const body = { ...rest, ...(group !== undefined && { groupId: group }) };
      if (Object.keys(body).length === 0)
        throw usageError("Nothing to change. Add an option, like --name.");
      const { datameta } = await context.connect();
      await datameta.updateUser({ id, body });
      context.print.done(`Changed user ${id}.`);
    });
  addCommand(users, {
    usage: "reset-2fa <id>",
    does: "Delete a user's second factor, for example after a phone was lost.",
    example: "users reset-2fa DMU-00000001",
  }).action(async (id: string) => {
    const { datameta } = await context.connect();
    await datameta.deleteTotpToken({ id });
    context.print.done(
      `Deleted the second factor of ${id}. The user sets up a new one after the next password change.`,
    );
  });
}
