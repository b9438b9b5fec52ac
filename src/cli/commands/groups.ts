import type { Command } from "commander";

import { addCommand, addGroup } from "../command.js";
import type { Context } from "../context.js";
import { shownId } from "../output/ids.js";

/** `datameta groups`. */
export function addGroups(program: Command, context: Context): void {
  const groups = addGroup(program, {
    usage: "groups",
    does: "Show and rename groups.",
    example: "groups show",
  });
  addCommand(groups, {
    usage: "show [id]",
    does: "Show a group. Without an id, shows your own group.",
    example: "groups show DMG-00000001",
  }).action(async (id: string | undefined) => {
    const { datameta } = await context.connect();
    const group = await datameta.getGroup({ id: id ?? (await datameta.whoami()).group.id });
    context.print.record(
      [
        ["Name", group.name],
        ["Id", shownId(group.id)],
      ],
      group,
    );
  });
  addCommand(groups, {
    usage: "rename <id> <name>",
    does: "Give a group another name.",
    example: 'groups rename DMG-00000001 "Institute of Genetics"',
  }).action(async (id: string, name: string) => {
    const { datameta } = await context.connect();
    await datameta.changeGroupName({ id, body: { name } });
    context.print.done(`Group ${id} is now called ${name}.`);
  });
}
