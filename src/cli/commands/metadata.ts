import type { Command } from "commander";

import type { ArgumentsOf, DataOf } from "../../index.js";
import { addCommand, addGroup } from "../command.js";
import type { Context } from "../context.js";
import { usageError } from "../errors.js";
import { readJsonArgument } from "../json-argument.js";
import { shownId } from "../output/ids.js";
import { describeColumn } from "../sheets/describe-column.js";

type Definition = DataOf<"getMetaData">[number];

type Body = ArgumentsOf<"createMetaDatum">["body"];

const emptyDefinition = {
  ...{ name: "", regexDescription: "", longDescription: "", example: "", regExp: "" },
  ...{ dateTimeFmt: "", isMandatory: false, order: 0, isFile: false },
  ...{ isSubmissionUnique: false, isSiteUnique: false, serviceId: "" },
};

/** `datameta metadata`. */
export function addMetaData(program: Command, context: Context): void {
  const metadata = addGroup(program, {
    usage: "metadata",
    does: "Show and define the columns of the sample sheet.",
    example: "metadata list",
  });
  addCommand(metadata, {
    usage: "list",
    does: "List the columns.",
    example: "metadata list",
  }).action(async () => {
    const { datameta } = await context.connect();
    const all = await datameta.getMetaData();
    context.print.list(
      [
        { title: "NAME", value: ({ name }) => name },
        { title: "MANDATORY", value: ({ isMandatory }) => (isMandatory ? "yes" : "") },
        { title: "VALUES", value: (each) => describeColumn(each) },
        { title: "EXAMPLE", value: ({ example }) => example },
      ],
      all.toSorted((a, b) => a.order - b.order),
    );
  });
  addCommand(metadata, {
    usage: "show <name>",
    does: "Show everything about a column.",
    example: 'metadata show "Sample ID"',
  }).action(async (name: string) => {
    const { datameta } = await context.connect();
    const found = find(await datameta.getMetaData(), name);
    const fields = Object.entries(found).filter(
      ([field]) => field !== "id" && field !== "serviceId",
    );
    context.print.record(
      [
        ...fields.map(
          ([field, value]) =>
            [
              field,
              value === null ? "" : typeof value === "string" ? value : JSON.stringify(value),
            ] as const,
        ),
        ["service", found.serviceId === null ? "" : shownId(found.serviceId)],
        ["id", shownId(found.id)],
      ],
      found,
    );
  });
  addCommand(metadata, {
    usage: "create <json>",
    does: "Define a column, for administrators.",
    example: `metadata create '{"name": "ZIP", "regExp": "^[0-9]{3}$", "isMandatory": true}'`,
    details:
      "Missing fields become empty or false. @FILE reads the JSON from a file, - from standard input.",
  }).action(async (json: string) => {
    const fields = await readJsonArgument(context.io, "The definition", json);
    const { datameta } = await context.connect();
    const created = await datameta.createMetaDatum({
      body: { ...emptyDefinition, ...fields },
    });
    context.print.done(`Defined ${created.name}.`);
    if (context.print.json) context.print.data(created);
  });
  addCommand(metadata, {
    usage: "update <name> <json>",
    does: "Change the definition of a column, for administrators.",
    example: `metadata update ZIP '{"isMandatory": false}'`,
    details:
      "Missing fields do not change. @FILE reads the JSON from a file, - from standard input.",
  }).action(async (name: string, json: string) => {
    const changes = await readJsonArgument(context.io, "The definition", json);
    const { datameta } = await context.connect();
    const { id, serviceId, ...found } = find(await datameta.getMetaData(), name);
    // The server returns null for an empty text, but accepts only an empty text.
    const texts = Object.entries(found).map(([field, value]) => [field, value ?? ""] as const);
    const before = {
      ...Object.fromEntries(texts),
      serviceId: serviceId === null ? null : serviceId.uuid,
    };
    // Safe: it has all members of a definition, and the server checks the user's values.
    const changed = await datameta.updateMetaDatum({
      id,
      body: { ...before, ...changes } as unknown as Body,
    });
    context.print.done(`Changed ${changed.name}.`);
    if (context.print.json) context.print.data(changed);
  });
}

function find(all: readonly Definition[], name: string): Definition {
  const found = all.find((each) => each.name === name);
  if (found) return found;
  throw usageError(
    `There is no column "${name}".`,
    `Columns: ${all.map((each) => each.name).join(", ")}`,
  );
}
