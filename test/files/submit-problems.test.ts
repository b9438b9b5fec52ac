import { mkdir, symlink, writeFile } from "node:fs/promises";

import { SubmissionError, submit, type FileSource, type Problem } from "datameta-client/files";
import type { Faults, TestMetaDatumOptions } from "datameta-client/testing";
import { describe, expect, it } from "vitest";

import { checkValue } from "../../src/files/check-value.js";
import { failureOf } from "../support/failure-of.js";
import { staged } from "./support/failed.js";
import { columns, createWorld } from "./support/world.js";

/** A minimal definition. */
const definition = {
  ...{ id: { uuid: "1" }, name: "x", regExp: null, regexDescription: null, dateTimeFmt: null },
  ...{ longDescription: null, example: "", isMandatory: false, order: 1, isFile: false },
  ...{ isSubmissionUnique: false, isSiteUnique: false, serviceId: null },
};

type Row = Record<string, string | null>;

interface Sheet {
  readonly records: readonly Row[];
  readonly files?: readonly FileSource[];
  readonly label?: string;
  readonly metadata?: readonly TestMetaDatumOptions[];
  readonly problems: readonly Partial<Problem>[];
}

const file = (name: string, content = "ACGT"): FileSource => ({
  name,
  content: new Blob([content]),
});
const saying = (text: string): string => expect.stringContaining(text) as string;
const good = { sample_id: "A1" };

/** Bad sheets and folders, each with all its problems. */
const sheets: Readonly<Record<string, Sheet>> = {
  "no records": { records: [], problems: [{ message: "there are no records" }] },
  "an unknown column": {
    records: [{ ...good, colour: "red" }],
    problems: [{ row: 1, column: "colour", message: saying('no column "colour"') }],
  },
  "a column with Excel's invisible mark": {
    records: [{ "\ufeffsample_id": "A1" }],
    problems: [
      { row: 1, column: "\ufeffsample_id", message: saying('"\\ufeffsample_id". It looks like') },
      { row: 1, column: "sample_id", message: saying("missing") },
    ],
  },
  "a column with a hard space at its end": {
    records: [{ ...good, "date\u00a0": "2026-01-31" }],
    problems: [{ row: 1, message: saying('"date\\u00a0". It looks like "date"') }],
  },
  "a column with a carriage return": {
    records: [{ ...good, "zip\r": "123" }],
    problems: [{ row: 1, message: saying('"zip\\r". It looks like "zip"') }],
  },
  "a column in a different case": {
    records: [{ ...good, ZIP: "123" }],
    problems: [{ row: 1, column: "ZIP", message: saying('It looks like "zip"') }],
  },
  "a column with the name of a member of every object": {
    records: [{ ...good, constructor: "x", toString: "y" }],
    problems: [
      { row: 1, column: "constructor" },
      { row: 1, column: "toString" },
    ],
  },
  "a column named __proto__": {
    records: [JSON.parse('{"sample_id":"A1","__proto__":"x"}') as Row],
    problems: [{ row: 1, column: "__proto__", message: saying("no column") }],
  },
  "a service's column": {
    records: [{ ...good, quality: "9" }],
    metadata: [...columns, { name: "quality", service: "QC" }],
    problems: [{ row: 1, column: "quality", message: saying("a service fills in") }],
  },
  "a mandatory value that is left out": {
    records: [{ zip: "123" }],
    problems: [{ row: 1, column: "sample_id", message: saying("mandatory") }],
  },
  "a mandatory value that is null": {
    records: [{ sample_id: null }],
    problems: [{ row: 1, column: "sample_id", message: saying("mandatory") }],
  },
  "a mandatory value of spaces": {
    records: [{ sample_id: "  " }],
    problems: [{ row: 1, column: "sample_id", value: "  ", message: saying("mandatory") }],
  },
  "a German date": {
    records: [{ ...good, date: "31.01.2026" }],
    problems: [{ row: 1, column: "date", value: "31.01.2026", message: saying("%Y-%m-%d, like") }],
  },
  "a date that does not exist": {
    records: [{ ...good, date: "2026-02-30" }],
    problems: [{ row: 1, column: "date" }],
  },
  "a date with a time": {
    records: [{ ...good, date: "2026-01-31 00:00:00" }],
    problems: [{ row: 1, column: "date" }],
  },
  "Excel's number for a date": {
    records: [{ ...good, date: "46053" }],
    problems: [{ row: 1, column: "date" }],
  },
  "an empty date": {
    records: [{ ...good, date: "" }],
    problems: [{ row: 1, column: "date", message: saying("Use null") }],
  },
  "a value that does not match the pattern": {
    records: [{ ...good, zip: "12a" }],
    problems: [{ row: 1, column: "zip", message: saying("three digits") }],
  },
  "a value with a space at its end": {
    records: [{ ...good, zip: "123 " }],
    problems: [{ row: 1, column: "zip", value: "123 ", message: saying('"123 "') }],
  },
  "a value with a NUL": {
    records: [{ sample_id: "A\0" }],
    problems: [{ row: 1, column: "sample_id", message: saying("NUL") }],
  },
  "a value with half a surrogate pair": {
    records: [{ sample_id: "A\ud800" }],
    problems: [{ row: 1, column: "sample_id", message: saying("an incomplete character") }],
  },
  "a value that is a number": {
    records: [{ sample_id: 7 as unknown as string }],
    problems: [{ row: 1, column: "sample_id", message: saying("text or null; got number") }],
  },
  "a record that is not an object": {
    records: ["A1" as unknown as Row],
    problems: [{ row: 1, message: saying("must be an object") }],
  },
  "a repeated value in a unique column": {
    records: [good, { sample_id: "A2" }, good],
    problems: [
      { row: 1, column: "sample_id", message: saying("also in row 3") },
      { row: 3, column: "sample_id", message: saying("also in row 1") },
    ],
  },
  "one date in two forms in a unique column": {
    records: [{ day: "2026-01-01" }, { day: "2026-1-1" }],
    metadata: [{ name: "day", dateTimeFmt: "%Y-%m-%d", isSiteUnique: true }],
    problems: [{ row: 1 }, { row: 2 }],
  },
  "a file that is missing": {
    records: [{ ...good, reads: "reads.fq" }],
    problems: [{ row: 1, column: "reads", file: "reads.fq", message: saying("there is no file") }],
  },
  "a file in a different case": {
    records: [{ ...good, reads: "Reads.fq" }],
    files: [file("reads.fq")],
    problems: [
      { row: 1, column: "reads", message: saying('There is "reads.fq"') },
      { file: "reads.fq", message: saying("no record names") },
    ],
  },
  "a file with its folder": {
    records: [{ ...good, reads: "data/reads.fq" }],
    files: [file("reads.fq")],
    problems: [{ row: 1, message: saying("without its folder") }, { file: "reads.fq" }],
  },
  "a file that no record names": {
    records: [good],
    files: [file("reads.fq")],
    problems: [{ file: "reads.fq", message: saying("no record names this file") }],
  },
  "a file for a site without files": {
    records: [good],
    files: [file("reads.fq")],
    metadata: [{ name: "sample_id" }],
    problems: [{ file: "reads.fq", message: saying("no column for files") }],
  },
  "a file that two records name": {
    records: [
      { ...good, reads: "reads.fq" },
      { sample_id: "A2", reads: "reads.fq" },
    ],
    files: [file("reads.fq")],
    problems: [
      { row: 1, column: "reads", message: saying("named twice, also in row 2") },
      { row: 2, column: "reads", message: saying("also in row 1") },
    ],
  },
  "a file that one record names twice": {
    records: [{ ...good, reads: "reads.fq", report: "reads.fq" }],
    files: [file("reads.fq")],
    problems: [
      { row: 1, column: "reads", message: saying('column "report"') },
      { row: 1, column: "report" },
    ],
  },
  "two files with the same name": {
    records: [{ ...good, reads: "reads.fq" }],
    files: [file("reads.fq"), file("reads.fq", "TTTT")],
    problems: [{ file: "reads.fq", message: saying("2 files have this name") }],
  },
  "two files whose names only look the same": {
    records: [{ ...good, reads: "Mu\u0308ller.fq" }],
    files: [file("M\u00fcller.fq"), file("Mu\u0308ller.fq")],
    problems: [{ message: saying("2 files have this name") }],
  },
  "an empty file": {
    records: [{ ...good, reads: "reads.fq" }],
    files: [file("reads.fq", "")],
    problems: [{ file: "reads.fq", message: saying("the file is empty") }],
  },
  "a label that is too long": {
    records: [good],
    label: "x".repeat(101),
    problems: [{ message: saying("101 characters") }],
  },
  "everything at once": {
    records: [
      { sample_id: "A1", date: "soon", zip: "1" },
      { date: "2026-01-31", colour: "red" },
      { sample_id: "A1", reads: "missing.fq" },
    ],
    files: [file("other.fq")],
    problems: [
      ...[
        { row: 1, column: "date" },
        { row: 1, column: "zip" },
      ],
      { row: 1, column: "sample_id" },
      ...[
        { row: 2, column: "colour" },
        { row: 2, column: "sample_id" },
      ],
      ...[
        { row: 3, column: "sample_id" },
        { row: 3, column: "reads" },
      ],
      { file: "other.fq" },
    ],
  },
};

describe("all problems come in one error, before anything is sent, for", () => {
  it.each(Object.entries(sheets))("%s", async (_, sheet) => {
    const { records, files = [], label, metadata = columns, problems } = sheet;
    await using world = await createWorld({ metadata, services: [{ name: "QC" }] });

    const failure = await failureOf(
      submit(world.datameta, { records, files, ...(label !== undefined && { label }) }),
    );

    expect(failure).toBeInstanceOf(SubmissionError);
    expect((failure as SubmissionError).problems).toMatchObject(problems);
    expect((failure as SubmissionError).problems).toHaveLength(problems.length);
    expect(world.server.requests.map(({ operationId }) => operationId)).toEqual(["GetMetaData"]);
  });
});

it.each<[string, Row, Faults]>([
  ["the client refuses", { sample_id: "", reads: "reads.fq" }, {}],
  [
    "the server refuses",
    { sample_id: "A1", reads: "reads.fq" },
    { createMetaDataSet: { status: 403, body: [{ message: "not allowed" }] } },
  ],
])("no file is read before %s a record", async (_, record, faults) => {
  await using world = await createWorld({ faults });
  let isRead = false;
  async function* content() {
    isRead = true;
    yield await Promise.resolve(new Uint8Array(1));
  }

  const failure = await failureOf(
    submit(world.datameta, {
      records: [record],
      files: [{ name: "reads.fq", content: content() }],
    }),
  );

  expect(failure).toBeInstanceOf(SubmissionError);
  expect(isRead).toBe(false);
});

describe("folders", () => {
  it("with the same file name have one problem for that name", async () => {
    await using world = await createWorld();
    await Promise.all(["a", "b"].map((name) => mkdir(world.path(name))));
    const paths = ["a/reads.fq", "b/reads.fq"].map((name) => world.path(name));
    await Promise.all(paths.map((path) => writeFile(path, path)));

    const failure = await failureOf(
      submit(world.datameta, {
        records: [{ ...good, reads: "reads.fq" }],
        files: paths.map((path) => ({ path })),
      }),
    );

    expect(failure).toMatchObject({ problems: [{ file: "reads.fq" }] });
  });

  it("with unreadable files have one problem for each file", async () => {
    await using world = await createWorld();
    await mkdir(world.path("folder"));
    await symlink(world.path("nowhere"), world.path("link"));

    const failure = await failureOf(
      submit(world.datameta, {
        records: ["gone", "folder", "link"].map((reads) => ({ sample_id: reads, reads })),
        files: ["gone", "folder", "link"].map((name) => ({ path: world.path(name) })),
      }),
    );

    expect(failure).toMatchObject({
      problems: [
        { file: "gone", message: saying("no such file") },
        { file: "folder", message: saying("is a folder") },
        { file: "link", message: saying("no such file") },
      ],
    });
  });
});

describe("submit accepts", () => {
  const passing: Readonly<Record<string, Omit<Sheet, "problems">>> = {
    "values that are null or left out": { records: [{ ...good, date: null }] },
    "a name that macOS writes in two characters": {
      records: [{ ...good, reads: "M\u00fcller.fq" }],
      files: [file("Mu\u0308ller.fq")],
    },
    "names and values in any script": {
      records: [{ sample_id: "試料 Ä-1 🧬", reads: "データ.fq" }],
      files: [file("データ.fq")],
    },
    "a column without a name of a file": { records: [{ ...good, reads: "", report: null }] },
    "a column named __proto__ that the site has": {
      records: [JSON.parse('{"__proto__":"x"}') as Row],
      metadata: [{ name: "__proto__", isMandatory: true }],
    },
    "a column named constructor that the site has": {
      records: [{ id: "1" }],
      metadata: [{ name: "id" }, { name: "constructor" }],
    },
    "a label of 100 emoji": {
      records: [good],
      label: "🧬".repeat(100),
    },
  };

  it.each(Object.entries(passing))("%s", async (_, { metadata = columns, ...sheet }) => {
    await using world = await createWorld({ metadata });

    const { records } = await submit(world.datameta, {
      ...sheet,
      files: sheet.files ?? [],
      check: true,
    });

    expect(records).toBe(1);
    expect(staged(world.server)).toEqual([]);
  });

  it("an empty file with `allowEmptyFiles`", async () => {
    await using world = await createWorld();

    const { files } = await submit(world.datameta, {
      ...{ records: [{ ...good, reads: "empty" }], files: [file("empty", "")] },
      allowEmptyFiles: true,
    });

    expect(files).toMatchObject([{ checksum: "d41d8cd98f00b204e9800998ecf8427e" }]);
  });
});

it.each([
  ["a pattern that JavaScript cannot read", "(?P<a>a)(?(a)a|b)b", "ccc"],
  ["letters that match \\w only in Python", "^\\w+$", "Müller"],
  ["a quantifier that JavaScript reads as text", "^a{,3}$", "aa"],
  ["a class that begins with a bracket", "^[]a]+$", "a]"],
  ["an emoji", "^.$", "🧬"],
])("leaves %s to the server", (_, regExp, value) => {
  expect(checkValue({ ...definition, regExp }, value)).toBeUndefined();
});

it("checks 10,000 records with 20,000 problems, and shows the first ten", async () => {
  await using world = await createWorld();
  const records = Array.from({ length: 10_000 }, () => ({ sample_id: "same", date: "no" }));

  const failure = await failureOf(submit(world.datameta, { records, files: [] }));

  expect(failure).toMatchObject({ problems: { length: 20_000 } });
  expect((failure as Error).message).toContain("and 19990 more");
  expect((failure as Error).message.length).toBeLessThan(2_000);
});

describe("problems that only the server finds have the same form:", () => {
  it("a value that was submitted before, without sending a file", async () => {
    const metadata = [
      { name: "id", isSiteUnique: true },
      { name: "reads", isFile: true },
    ];
    await using world = await createWorld({ metadata });
    await submit(world.datameta, { records: [{ id: "A1" }], files: [] });

    const failure = await failureOf(
      submit(world.datameta, {
        records: [{ id: "A0" }, { id: "A1", reads: "reads.fq" }],
        files: [file("reads.fq")],
      }),
    );

    expect(failure).toMatchObject({
      name: "SubmissionError",
      problems: [{ row: 2, column: "id", value: "A1", message: saying("global unique") }],
    });
    expect(world.requestsTo("UploadFile")).toBe(0);
    expect(staged(world.server)).toEqual([]);
  });

  it("a missing right to stage", async () => {
    await using world = await createWorld({
      faults: { createMetaDataSet: { status: 403, body: [{ message: "not allowed" }] } },
    });

    const failure = await failureOf(
      submit(world.datameta, { records: [good, { sample_id: "A2" }], files: [] }),
    );

    expect(failure).toMatchObject({
      name: "SubmissionError",
      problems: [
        { row: 1, message: saying("not allowed") },
        { row: 2, message: saying("not allowed") },
      ],
    });
  });

  it("a definition that changes during the submission", async () => {
    await using world = await createWorld({
      faults: {
        createSubmission: {
          status: 400,
          body: [{ exception: "ValidationError", field: "date", message: "no date any more" }],
        },
      },
    });

    const failure = await failureOf(submit(world.datameta, { records: [good], files: [] }));

    expect(failure).toMatchObject({ problems: [{ column: "date", message: "no date any more" }] });
    expect(staged(world.server)).toEqual([]);
  });
});
