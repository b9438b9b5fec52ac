import type { SubmissionRequest } from "../../generated/schema.js";
import type { ServerContext } from "./operation-request.js";
import { findById, identifierOf } from "./identifiers.js";
import { lintRecord } from "./record-lint.js";
import { ownDefinitions, recordOf } from "./records.js";
import { invalid, Refusal, type Finding } from "./replies.js";
import type { MetaDataSet, RecordValue, StoredFile, User } from "./state.js";

/** A file and the record value that refers to it by name. */
export interface FileReference {
  readonly file: StoredFile;
  readonly record: RecordValue;
}

/** The parts of a valid submission. */
export interface CheckedSubmission {
  readonly files: readonly StoredFile[];
  readonly metaDataSets: readonly MetaDataSet[];
  readonly references: readonly FileReference[];
}

/**
 * Checks a submission, in the server's order.
 *
 * @throws Refusal with 400 if a check fails
 */
export function checkSubmission(
  context: ServerContext,
  user: User,
  body: SubmissionRequest,
): CheckedSubmission {
  const { state } = context;
  const fileIds = [...new Set(body.fileIds)];
  const setIds = [...new Set(body.metadatasetIds)];
  if (fileIds.length === 0 && setIds.length === 0) {
    throw refusal([{ message: "Neither data nor metadata provided in submission." }]);
  }
  const files = findAll(state.files, fileIds, user);
  const metaDataSets = findAll(state.metaDataSets, setIds, user);
  refuseAny([...files.findings, ...metaDataSets.findings]);

  const submitted = metaDataSets.found.filter(({ submission }) => submission !== null);
  const associated = associateFiles(
    files.found,
    metaDataSets.found.flatMap(({ records }) => records),
    submitted.map((metaDataSet) => ({
      entity: identifierOf(metaDataSet),
      message: "Already submitted",
    })),
  );
  const definitions = ownDefinitions(state);
  const linted = metaDataSets.found.flatMap((metaDataSet) =>
    lintRecord(definitions, recordOf(metaDataSet, definitions), "stored").map((finding) => ({
      ...finding,
      entity: identifierOf(metaDataSet),
    })),
  );
  refuseAny([
    ...associated.findings,
    ...linted,
    ...findUniquenessFaults(context, metaDataSets.found),
  ]);
  return {
    files: files.found,
    metaDataSets: metaDataSets.found,
    references: associated.references,
  };
}

/**
 * Finds the elements by their ids. An unknown id, or the id of another user's element, becomes a
 * finding, whose entity repeats the id in both members.
 */
export function findAll<T extends { uuid: string; site: string; user: User }>(
  list: readonly T[],
  ids: readonly string[],
  user: User,
): { found: T[]; findings: Finding[] } {
  const resolved = ids.map((id) => ({ id, item: findById(list, id) }));
  const finding = (id: string, message: string) => ({ entity: { site: id, uuid: id }, message });
  const missing = resolved.filter(({ item }) => !item);
  const notOwned = resolved.filter(({ item }) => item && item.user !== user);
  return {
    found: resolved.flatMap(({ item }) => item ?? []),
    findings: [
      ...missing.map(({ id }) => finding(id, "Not found")),
      ...notOwned.map(({ id }) => finding(id, "Access denied")),
    ],
  };
}

/** Matches files with the record values that name them. */
export function associateFiles(
  files: readonly StoredFile[],
  records: readonly RecordValue[],
  afterFileFindings: readonly Finding[] = [],
): { references: FileReference[]; findings: Finding[] } {
  const ofFile = (message: string) => (file: StoredFile) => ({
    entity: identifierOf(file),
    message,
  });
  const ofRecord = (message: string) => (record: RecordValue) => ({
    entity: identifierOf(record.metaDataSet),
    field: record.definition.name,
    message,
  });
  // Values that are already linked to a file do not change: a service can run after the submission.
  const open = records.filter(
    ({ definition, value, file }) => definition.isFile && value !== null && file === null,
  );
  const named = open.filter(({ value }) => value !== "");
  // If several values name the same file, the last one counts.
  const byName = new Map(named.map((record) => [record.value, record]));
  const findings = [
    ...files.filter(({ filesize }) => filesize === null).map(ofFile("No data uploaded")),
    ...files.filter(({ record }) => record !== null).map(ofFile("Already submitted")),
    ...afterFileFindings,
    ...repeated(files, ({ name }) => name).map(
      ofFile("Filename occurs multiple times among provided files"),
    ),
    ...repeated(open, ({ value }) => value).map(
      ofRecord("Filename occurs multiple times in metadata"),
    ),
    ...files
      .filter(({ name }) => !byName.has(name))
      .map(ofFile("File included without reference in metadata")),
    ...[...byName.values()]
      .filter(({ value }) => !files.some(({ name }) => name === value))
      .map(ofRecord("Referenced file not provided")),
  ];
  const references = files.flatMap((file) => {
    const record = byName.get(file.name);
    return record ? [{ file, record }] : [];
  });
  return { references, findings };
}

/** Throws if there are findings. */
export function refuseAny(findings: readonly Finding[]): void {
  if (findings.length > 0) throw refusal(findings);
}

function refusal(findings: readonly Finding[]): Refusal {
  return new Refusal(invalid(findings));
}

function findUniquenessFaults(
  { api, state }: ServerContext,
  metaDataSets: readonly MetaDataSet[],
): Finding[] {
  // Only release 1.1.1 ignores empty values.
  const counts = (value: string | null) => api === "v0" || (value !== null && value !== "");
  const valuesOf = (key: string) =>
    metaDataSets.flatMap(({ records }) =>
      records.filter(({ definition, value }) => definition.name === key && counts(value)),
    );
  const finding = (message: string) => (record: RecordValue) => ({
    entity: identifierOf(record.metaDataSet),
    field: record.definition.name,
    message,
  });
  const definitionNames = (isKey: (definition: (typeof state.definitions)[number]) => boolean) => [
    ...new Set(state.definitions.filter(isKey).map(({ name }) => name)),
  ];
  const submitted = state.metaDataSets.filter(({ submission }) => submission !== null);
  const isTaken = ({ definition, value }: RecordValue) =>
    value !== null &&
    submitted.some(({ records }) =>
      records.some((other) => other.definition.name === definition.name && other.value === value),
    );
  return [
    ...definitionNames((definition) => definition.isSubmissionUnique || definition.isSiteUnique)
      .flatMap((key) => repeated(valuesOf(key), ({ value }) => value))
      .map(finding("Violation of intra-submission unique constraint")),
    ...definitionNames((definition) => definition.isSiteUnique)
      .flatMap((key) => valuesOf(key).filter(isTaken))
      .map(finding("Violation of global unique constraint")),
  ];
}

/** Returns the elements that share their key with another element, grouped by key. */
function repeated<T>(list: readonly T[], keyOf: (element: T) => unknown): T[] {
  const groups = new Map<unknown, T[]>();
  for (const element of list) {
    const key = keyOf(element);
    groups.set(key, [...(groups.get(key) ?? []), element]);
  }
  return [...groups.values()].filter(({ length }) => length > 1).flat();
}
