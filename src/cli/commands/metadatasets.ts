import type { Command } from "commander";

import type { DataOf, DataMetaClient } from "../../index.js";
import { addCommand, addGroup, choice } from "../command.js";
import type { Context } from "../context.js";
import { usageError } from "../errors.js";
import { shownId } from "../output/ids.js";
import { formats, type Format } from "../output/printer.js";
import type { Column } from "../output/table.js";

type MetaDataSet = DataOf<"getMetaDataSet">;

interface ListFlags {
  readonly after?: string;
  readonly before?: string;
  readonly awaiting?: string;
  readonly format?: Format;
}

/** `datameta metadatasets`. */
export function addMetaDataSets(program: Command, context: Context): void {
  const sets = addGroup(program, {
    usage: "metadatasets",
    does: "List, show and delete metadata sets (rows of sample sheets).",
    example: "metadatasets list --after 2026-01-01",
  });
  addCommand(sets, {
    usage: "list",
    does: "List the submitted metadata sets that you may read.",
    example: "metadatasets list --after 2026-01-01 --format tsv > samples.tsv",
    details: "A date without a time zone is in this computer's time.",
  })
    .option("--after <date>", "submitted after this, like 2026-01-31 or 2026-01-31T12:00")
    .option("--before <date>", "submitted before this")
    .option("--awaiting <service>", "waiting for this service, by its name or site id")
    .addOption(choice("--format <format>", "how to print them", formats))
    .action(async ({ after, before, awaiting, format }: ListFlags) => {
      const submittedAfter = after === undefined ? undefined : readDate("--after", after);
      const submittedBefore = before === undefined ? undefined : readDate("--before", before);
      const { datameta } = await context.connect();
      const found = await search(datameta, {
        ...(submittedAfter !== undefined && { submittedAfter }),
        ...(submittedBefore !== undefined && { submittedBefore }),
        ...(awaiting !== undefined && { awaitingService: await serviceId(datameta, awaiting) }),
      });
      const order = (await datameta.getMetaData()).toSorted((a, b) => a.order - b.order);
      const names = order.map(({ name }) => name);
      context.print.list(columnsOf(found, names), found, format);
    });
  addCommand(sets, {
    usage: "show <id>",
    does: "Show a metadata set.",
    example: "metadatasets show DMR-00000001",
  }).action(async (id: string) => {
    const { datameta } = await context.connect();
    const set = await datameta.getMetaDataSet({ id });
    context.print.record(
      [
        ...Object.entries(set.record).map(([name, value]) => {
          const file = set.fileIds[name];
          return [name, file ? `${value ?? ""} (${shownId(file)})` : (value ?? "")] as const;
        }),
        ["Id", shownId(set.id)],
        ["Submission", set.submissionId === null ? "not submitted" : shownId(set.submissionId)],
      ],
      set,
    );
  });
  addCommand(sets, {
    usage: "delete <id...>",
    does: "Delete metadata sets that are not submitted yet.",
    example: "metadatasets delete DMR-00000001",
  }).action(async (ids: string[]) => {
    const { datameta } = await context.connect();
    for (const id of ids) {
      await datameta.deleteMetaDataSet({ id });
      context.print.done(`Deleted metadata set ${id}.`);
    }
  });
}

/** Searches metadata sets. The server answers 404 if there are no results. */
async function search(
  datameta: DataMetaClient,
  filters: Parameters<DataMetaClient["getMetaDataSets"]>[0],
): Promise<readonly MetaDataSet[]> {
  const { NotFoundError } = await import("../../index.js");
  try {
    return await datameta.getMetaDataSets(filters);
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}

/** Finds the site id of a service by its name or id, because the server accepts only site ids. */
async function serviceId(datameta: DataMetaClient, nameOrId: string): Promise<string> {
  const services = await datameta.getServices();
  const found = services.find(({ id, name }) => [id.site, id.uuid, name].includes(nameOrId));
  if (found) return shownId(found.id);
  throw usageError(
    `There is no service "${nameOrId}".`,
    `Services: ${services.map(({ name }) => name).join(", ") || "none"}`,
  );
}

/** Returns the columns for the ids, and then the columns of the records in the site's order. */
function columnsOf(sets: readonly MetaDataSet[], order: readonly string[]): Column<MetaDataSet>[] {
  const used = new Set(sets.flatMap(({ record }) => Object.keys(record)));
  const names = new Set([...order.filter((name) => used.has(name)), ...used]);
  return [
    { title: "ID", isWhole: true, value: ({ id }) => shownId(id) },
    {
      ...{ title: "SUBMISSION", isWhole: true },
      value: ({ submissionId }) => (submissionId ? shownId(submissionId) : ""),
    },
    ...[...names].map((name) => ({
      title: name,
      value: ({ record }: MetaDataSet) => record[name] ?? "",
    })),
  ];
}

function readDate(flag: string, text: string): string {
  // JavaScript would read a date without a time as midnight in UTC.
  const time = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text);
  if (Number.isNaN(time.getTime()))
    throw usageError(`${flag}: "${text}" is not a date like 2026-01-31.`);
  return time.toISOString();
}
