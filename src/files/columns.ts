import { ConfigurationError } from "../engine/errors.js";
import { markError } from "../datameta/errors.js";

/** One record of a submission: values by column. `null` or a missing column means no value. */
export type SubmissionRecord = Readonly<Record<string, string | null | undefined>>;

/** The columns of a site. `R` is the type of a record with them. */
export interface Columns<R extends object = SubmissionRecord> {
  readonly mandatory: readonly string[];
  readonly optional: readonly string[];
  /** Exists only for the type checker. */
  readonly record?: R;
}

/** The type of a record with these columns, like `RecordOf<typeof columns>`. */
export type RecordOf<C extends Columns<object>> = C extends Columns<infer R> ? R : never;

/**
 * Describes the columns of a site, so that the compiler checks the records that you pass to
 * `submit`. `submit` compares these columns with the site's definitions.
 *
 * @throws ConfigurationError if a column is named twice
 *
 * @example
 * ```ts
 * const columns = defineColumns({ mandatory: ["sample_id", "reads"], optional: ["comment"] });
 * const records: RecordOf<typeof columns>[] = [{ sample_id: "AB12", reads: "reads_1.fastq.gz" }];
 * await submit(datameta, { columns, records, files });
 * ```
 */
export function defineColumns<
  const Mandatory extends string = never,
  const Optional extends string = never,
>(columns: {
  readonly mandatory?: readonly Mandatory[];
  readonly optional?: readonly Optional[];
}): Columns<
  Readonly<Record<Mandatory, string>> & Readonly<Partial<Record<Optional, string | null>>>
> {
  const { mandatory = [], optional = [] } = columns;
  const all = [...mandatory, ...optional];
  const twice = all.find((name, index) => all.indexOf(name) !== index);
  if (twice === undefined) return { mandatory, optional };
  throw markError(
    new ConfigurationError(`defineColumns: column ${JSON.stringify(twice)} is named twice`),
  );
}
