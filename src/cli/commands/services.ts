import type { Command } from "commander";

import { addCommand, addGroup, list } from "../command.js";
import type { Context } from "../context.js";
import { usageError } from "../errors.js";
import { shownId } from "../output/ids.js";
import { readJsonArgument } from "../json-argument.js";

/** `datameta services`. */
export function addServices(program: Command, context: Context): void {
  const services = addGroup(program, {
    usage: "services",
    does: "List, create, change and execute services.",
    example: "services list",
  });
  addCommand(services, {
    usage: "list",
    does: "List the services.",
    example: "services list",
  }).action(async () => {
    const { datameta } = await context.connect();
    context.print.list(
      [
        { title: "NAME", value: ({ name }) => name },
        { title: "ID", isWhole: true, value: ({ id }) => shownId(id) },
        { title: "USERS", value: ({ userIds }) => userIds.map(shownId).join(", ") },
      ],
      await datameta.getServices(),
    );
  });
  addCommand(services, {
    usage: "create <name>",
    does: "Create a service.",
    example: 'services create "Quality control"',
  }).action(async (name: string) => {
    const { datameta } = await context.connect();
    const service = await datameta.createService({ body: { name } });
    context.print.done(`Created service ${name}.`);
    context.print.result(shownId(service.id), service);
  });
  addCommand(services, {
    usage: "update <id>",
    does: "Change the name of a service, or the users who may execute it.",
    example: "services update DMP-00000001 --users DMU-00000001,DMU-00000002",
  })
    .option("--name <text>", "the new name")
    .option("--users <ids>", "all users who may execute it, separated by commas", list)
    .action(async (id: string, { name, users }: { name?: string; users?: string[] }) => {
      if (name === undefined && users === undefined)
        throw usageError("Nothing to change. Add --name or --users.");
      const { datameta } = await context.connect();
      const body = {
        ...(name !== undefined && { name }),
        ...(users !== undefined && { userIds: users }),
      };
      const service = await datameta.updateService({ id, body });
      context.print.done(`Changed service ${service.name}.`);
      if (context.print.json) context.print.data(service);
    });
  addCommand(services, {
    usage: "execute <service> <metadataset>",
    does: "Add a service's results to a metadata set.",
    example:
      'services execute DMP-00000001 DMR-00000001 --record \'{"QC":"passed"}\' --files DMF-00000001',
  })
    .requiredOption("--record <json>", "the values as JSON; @FILE for a file, - for standard input")
    .option("--files <ids>", "the files of the results, separated by commas", list)
    .action(
      async (
        serviceId: string,
        metadatasetId: string,
        flags: { record: string; files?: string[] },
      ) => {
        const record = await readJsonArgument(context.io, "--record", flags.record);
        const { datameta } = await context.connect();
        const body = { record, fileIds: flags.files ?? [] };
        const set = await datameta.executeService({ serviceId, metadatasetId, body });
        context.print.done(`Added the results to ${shownId(set.id)}.`);
        if (context.print.json) context.print.data(set);
      },
    );
}
