import type { Command } from "commander";

import { addCommand } from "../command.js";
import type { Context } from "../context.js";

/** `datameta whoami`. */
export function addWhoami(program: Command, context: Context): void {
  addCommand(program, {
    usage: "whoami",
    does: "Show your account and the server.",
    example: "whoami",
  }).action(async () => {
    const { datameta, settings } = await context.connect();
    const me = await datameta.whoami();
    const rights = [
      me.siteAdmin && "site administrator",
      me.siteRead && "reads everything",
      me.groupAdmin && "group administrator",
    ].filter((right) => right !== false);
    context.print.record(
      [
        ["Name", me.name],
        ["E-mail", me.email],
        ["Group", me.group.name],
        ["Rights", rights.join(", ") || "member"],
        ["Id", me.id.site ?? me.id.uuid],
        ["Server", `${settings.baseUrl} (from ${settings.urlFrom})`],
        ["Token", tokenText(settings.tokenFrom, settings.expires)],
      ],
      { ...me, server: settings.baseUrl },
    );
  });
}

function tokenText(from: string | undefined, expires: string | null | undefined): string {
  const until =
    typeof expires === "string" ? `, expires ${expires.slice(0, 16).replace("T", " ")}` : "";
  return `from ${from ?? ""}${until}`;
}
