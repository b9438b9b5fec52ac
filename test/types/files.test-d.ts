import type { DataMetaClient } from "datameta-client";
import {
  defineColumns,
  downloadFile,
  submit,
  uploadFile,
  type CheckedSubmission,
  type DownloadedFile,
  type FileStream,
  type RecordOf,
  type Submission,
} from "datameta-client/files";
import { expectTypeOf, it } from "vitest";

declare const datameta: DataMetaClient;
const id = { uuid: "1" };

it("uploadFile takes every kind of source", () => {
  expectTypeOf(uploadFile).parameter(1).extract<Blob>().not.toBeNever();
  expectTypeOf(() => [
    uploadFile(datameta, { path: "a" }),
    uploadFile(datameta, new URL("file:///a")),
    uploadFile(datameta, new Blob([]), { name: "a" }),
    uploadFile(datameta, new Uint8Array(), { name: "a" }),
    uploadFile(datameta, { name: "a", content: new ReadableStream<Uint8Array>() }),
    // @ts-expect-error -- a text may be a path or a content
    uploadFile(datameta, "a"),
    // @ts-expect-error -- a content needs a name
    uploadFile(datameta, { content: new Blob([]) }),
  ]).toBeFunction();
});

it("downloadFile returns a stream, or the file that it has written", () => {
  expectTypeOf(() => {
    expectTypeOf(downloadFile(datameta, id)).resolves.toEqualTypeOf<FileStream>();
    expectTypeOf(downloadFile(datameta, id, { to: "a" })).resolves.toEqualTypeOf<DownloadedFile>();
  }).toBeFunction();
});

it("submit takes records of strings, and returns a submission or the result of the check", () => {
  expectTypeOf(() => {
    const records = [{ id: "1", date: null }];
    expectTypeOf(submit(datameta, { records })).resolves.toEqualTypeOf<Submission>();
    const checked = submit(datameta, { records, check: true });
    expectTypeOf(checked).resolves.toEqualTypeOf<CheckedSubmission>();
    // @ts-expect-error -- a value is a text or null
    void submit(datameta, { records: [{ id: 1 }] });
  }).toBeFunction();
});

it("submit checks records against the described columns", () => {
  const columns = defineColumns({ mandatory: ["id"], optional: ["date", "reads"] });
  type Row = RecordOf<typeof columns>;
  expectTypeOf<Row["id"]>().toEqualTypeOf<string>();
  expectTypeOf<Row["date"]>().toEqualTypeOf<string | null | undefined>();
  expectTypeOf(() => [
    submit(datameta, { columns, records: [{ id: "1", date: "2026-01-31" }] }),
    // @ts-expect-error -- a mandatory column is missing
    submit(datameta, { columns, records: [{ date: "2026-01-31" }] }),
    // @ts-expect-error -- a mandatory value is null
    submit(datameta, { columns, records: [{ id: null }] }),
    // @ts-expect-error -- there is no such column
    submit(datameta, { columns, records: [{ id: "1", colour: "red" }] }),
  ]).toBeFunction();
});
