import type { Command } from "commander";

import { addCommand, addGroup } from "../command.js";
import type { Context } from "../context.js";
import { usageError } from "../errors.js";

/** `datameta settings`. */
export function addSettings(program: Command, context: Context): void {
  const settings = addGroup(program, {
    usage: "settings",
    does: "Show and change the site's settings.",
    example: "settings list",
  });
  addCommand(settings, {
    usage: "list",
    does: "List the settings.",
    example: "settings list",
  }).action(async () => {
    const { datameta } = await context.connect();
    context.print.list(
      [
        { title: "KEY", value: ({ key }) => key },
        { title: "VALUE", value: ({ value }) => value },
        { title: "TYPE", value: ({ valueType }) => valueType },
      ],
      await datameta.getAppSettings(),
    );
  });
  addCommand(settings, {
    usage: "set <key> <value>",
    does: "Change a setting.",
    example: "settings set security_password_minimum_length 12",
  }).action(async (key: string, value: string) => {
    const { datameta } = await context.connect();
    const all = await datameta.getAppSettings();
    const setting = all.find((each) => each.key === key);
    if (setting === undefined) {
      throw usageError(
        `There is no setting "${key}".`,
        `Settings: ${all.map((each) => each.key).join(", ")}`,
      );
    }
    await datameta.updateAppSettings({ id: setting.id, body: { value } });
    context.print.done(`${key} is now ${value}.`);
  });
}
