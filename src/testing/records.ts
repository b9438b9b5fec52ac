import { fromIsoFormat, isoFormat } from "../python/datetime.js";
import { pythonText } from "../python/text.js";
import { crash, Refusal } from "./replies.js";
import type { Definition, MetaDataSet, RecordValue, State, User } from "./state.js";
import { parseWithFormat, printWithFormat } from "../python/strptime.js";

/** Values by name, as in the API. */
export type RecordValues = Readonly<Record<string, string | null>>;

/** Definitions by name. If several have the same name, the last one counts. */
export type Definitions = ReadonlyMap<string, Definition>;

/** Returns the definitions that do not belong to a service. */
export function ownDefinitions(state: State): Definitions {
  return byName(state.definitions.filter(({ service }) => service === null));
}

/**
 * Returns the definitions whose values the user may read. The values of services require
 * `siteRead`.
 */
export function readableDefinitions(state: State, user: User): Definitions {
  return user.siteRead ? byName(state.definitions) : ownDefinitions(state);
}

export function byName(definitions: readonly Definition[]): Definitions {
  return new Map(definitions.map((definition) => [definition.name, definition]));
}

/** Converts values of any JSON type to the texts that the server stores. */
export function toTexts(record: Readonly<Record<string, unknown>>): RecordValues {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      value === null ? null : pythonText(value),
    ]),
  );
}

/**
 * Converts values to their stored form: every definition has a value, and dates are in ISO format.
 */
export function toStored(definitions: Definitions, record: RecordValues): RecordValues {
  const stored: Record<string, string | null> = {};
  for (const [name, { dateTimeFmt }] of definitions) {
    const value = Object.hasOwn(record, name) ? (record[name] ?? null) : null;
    const date = value && dateTimeFmt && parseWithFormat(value, dateTimeFmt);
    stored[name] = date ? isoFormat(date) : value;
  }
  return stored;
}

/** Returns the stored values of a metadata set for these definitions. */
export function recordOf(metaDataSet: MetaDataSet, definitions: Definitions): RecordValues {
  return Object.fromEntries(
    [...definitions.values()].map((definition) => [
      definition.name,
      valueOf(metaDataSet, definition).value,
    ]),
  );
}

/**
 * Returns the same values, with dates in the format of their definition.
 *
 * @throws Refusal with 500 if a stored value is not a date, because the definition got its format
 * later
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

/**
 * Returns the value of a definition. Creates it if the definition is newer than the metadata set.
 */
export function valueOf(metaDataSet: MetaDataSet, definition: Definition): RecordValue {
  const known = metaDataSet.records.find((record) => record.definition === definition);
  if (known) return known;
  const record: RecordValue = { definition, metaDataSet, value: null, file: null };
  metaDataSet.records.push(record);
  return record;
}
