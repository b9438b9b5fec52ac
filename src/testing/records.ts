import { fromIsoFormat, isoFormat } from "../python/datetime.js";
import { pythonText } from "../python/text.js";
import { crash, Refusal } from "./replies.js";
import type { Definition, MetaDataSet, RecordValue, State, User } from "./state.js";
import { parseWithFormat, printWithFormat } from "../python/strptime.js";

/** Values by name, as the API carries them. */
export type RecordValues = Readonly<Record<string, string | null>>;

/** Definitions by name; of several with the same name, the last counts. */
export type Definitions = ReadonlyMap<string, Definition>;

/** The definitions that belong to no service. */
export function ownDefinitions(state: State): Definitions {
  return byName(state.definitions.filter(({ service }) => service === null));
}

/** The definitions whose values the user may read: those of services are for `siteRead`. */
export function readableDefinitions(state: State, user: User): Definitions {
  return user.siteRead ? byName(state.definitions) : ownDefinitions(state);
}

export function byName(definitions: readonly Definition[]): Definitions {
  return new Map(definitions.map((definition) => [definition.name, definition]));
}

/** Values of any JSON type as the texts that the server makes of them. */
export function toTexts(record: Readonly<Record<string, unknown>>): RecordValues {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      value === null ? null : pythonText(value),
    ]),
  );
}

/** The values as they are stored: every definition has one, and dates are in ISO form. */
export function toStored(definitions: Definitions, record: RecordValues): RecordValues {
  const stored: Record<string, string | null> = {};
  for (const [name, { dateTimeFmt }] of definitions) {
    const value = record[name] ?? null;
    const date = value && dateTimeFmt && parseWithFormat(value, dateTimeFmt);
    stored[name] = date ? isoFormat(date) : value;
  }
  return stored;
}

/** The stored values of a metadataset for these definitions. */
export function recordOf(metaDataSet: MetaDataSet, definitions: Definitions): RecordValues {
  return Object.fromEntries(
    [...definitions.values()].map((definition) => [
      definition.name,
      valueOf(metaDataSet, definition).value,
    ]),
  );
}

/**
 * The same with dates in the form that their definition asks for.
 *
 * @throws Refusal with 500 if a stored value is no date, because its definition got the form later
 */
export function printedRecordOf(metaDataSet: MetaDataSet, definitions: Definitions): RecordValues {
  return Object.fromEntries(
    [...definitions.values()].map((definition) => {
      const { value } = valueOf(metaDataSet, definition);
      if (!value || !definition.dateTimeFmt) return [definition.name, value];
      const date = fromIsoFormat(value);
      if (!date) throw new Refusal(crash);
      return [definition.name, printWithFormat(date, definition.dateTimeFmt)];
    }),
  );
}

/** The value of a definition, made where the definition is younger than the metadataset. */
export function valueOf(metaDataSet: MetaDataSet, definition: Definition): RecordValue {
  const known = metaDataSet.records.find((record) => record.definition === definition);
  if (known) return known;
  const record: RecordValue = { definition, metaDataSet, value: null, file: null };
  metaDataSet.records.push(record);
  return record;
}
