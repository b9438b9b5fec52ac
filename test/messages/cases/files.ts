import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";

import { downloadFile, defineColumns, submit, uploadFile } from "datameta-client/files";
import type { Faults } from "datameta-client/testing";

import { fileErrorOf } from "../../../src/files/file-error-of.js";
import * as web from "../../../src/files/web.js";
import type { Cases, World } from "../support/world.js";

const bytes = new TextEncoder().encode("ACGT");
const source = { name: "reads.fq", content: bytes };

export function transfers(world: World): Cases {
  const { server, signedIn, path } = world;
  const datameta = signedIn();
  const upload = (source: unknown, options: object = {}) => {
    return () => {
      server.setFaults({});
      return uploadFile(datameta, source as never, options);
    };
  };
  const uploading = (faults: Faults, options: object = {}) => {
    return () => {
      server.setFaults(faults);
      return uploadFile(datameta, source, options);
    };
  };
  const downloading = (faults: Faults, options: object = {}) => {
    return async () => {
      server.setFaults({});
      const { id } = await uploadFile(datameta, source);
      server.setFaults(faults);
      const { stream } = await downloadFile(datameta, id, options);
      return new Response(stream).text();
    };
  };
  const answer = (body: string) => ({ downloadFile: { status: 200, body } });
  const atPath = (make: (file: string) => Promise<unknown>, name: string) => async () => {
    await make(path(name));
    return uploadFile(datameta, { path: path(name) });
  };
  const saveTo = (to: string) => () => downloadFile(datameta, "DMF-1", { to });
  async function* breaking() {
    yield bytes;
    await Promise.resolve();
    throw new Error("the pipe broke");
  }
  const none = { status: 404, body: null };
  return {
    "file that is a number": upload(7),
    "file without a name": upload(new Blob([bytes])),
    "name with a NUL": upload({ name: "a\0", content: bytes }),
    "path in a browser": () => web.uploadFile(datameta, { path: "a" }),
    "a path that does not exist": atPath(() => Promise.resolve(), "gone"),
    "a folder": atPath(mkdir, "folder"),
    "a device": upload({ path: "/dev/null" }),
    "a file that changes": async () => {
      const file = path("changing");
      await writeFile(file, new Uint8Array(1_000_000));
      let change: Promise<void> | undefined;
      const onProgress = () => void (change ??= writeFile(file, "short"));
      return uploadFile(datameta, { path: file }, { onProgress }).finally(() => change);
    },
    "a stream that breaks": upload({ name: "a", content: breaking() }),
    "a stream of strings": upload({
      name: "a",
      content: new Blob(["a"]).stream().pipeThrough(new TextDecoderStream()),
    }),
    "an announcement without an address": uploading({ createFile: { status: 200, body: {} } }),
    "an upload address that is not HTTP": uploading({
      createFile: {
        status: 200,
        body: {
          id: { uuid: "1", site: "DMF-1" },
          urlToUpload: "ftp://files.example.org/a",
          requestHeaders: {},
        },
      },
    }),
    "an upload that finds no file": uploading({ uploadFile: { status: 400, body: null } }),
    "an upload URL that has expired": uploading({ uploadFile: none }),
    "an upload of a complete file": uploading({ uploadFile: { status: 409, body: null } }),
    "an upload that is too large for a proxy": uploading({ uploadFile: { status: 413, body: "" } }),
    "an upload that stalls": uploading({ uploadFile: "stall-in-request" }, { timeout: 100 }),
    "an upload that gets a login page": uploading({ uploadFile: "login-page" }),
    "another checksum": uploading({ updateFile: { status: 409, body: null } }),
    "completing that does not end": uploading(
      { updateFile: { status: 504, body: "" }, getFile: none },
      { timeout: 400 },
    ),
    "a download link that has expired": downloading({ downloadFile: none }),
    "a name that DataMeta cannot send": downloading({ downloadFile: { status: 500, body: "" } }),
    "too much content": downloading(answer("ACGTACGT")),
    "too little content": downloading(answer("AC")),
    "other content": downloading(answer("TTTT")),
    "content from another position": downloading({
      downloadFile: { status: 206, headers: { "content-range": "bytes 2-3/4" }, body: "GT" },
    }),
    "a download that stalls": async () => {
      const quick = world.signedIn({ timeout: 200 });
      server.setFaults({});
      const { id } = await uploadFile(datameta, source);
      server.setFaults({ downloadFile: "stall-before-headers" });
      const { stream } = await downloadFile(quick, id, { timeout: 20_000 });
      return new Response(stream).text();
    },
    "a file without content": async () => {
      server.setFaults({});
      const body = { name: "announced.fq", checksum: "0".repeat(32) };
      const { id } = await datameta.createFile({ body });
      return downloadFile(datameta, id);
    },
    "a download to a folder": saveTo(world.folder),
    "a download to a file that exists": async () => {
      await writeFile(path("there"), "");
      return saveTo(path("there"))();
    },
    "a download to a device": () =>
      downloadFile(datameta, "DMF-1", { to: "/dev/null", overwrite: true }),
    "a download to a folder that does not exist": saveTo(path("no/where")),
    "to in a browser": () => web.downloadFile(datameta, "DMF-1", { to: "a" }),
  };
}

/** The error codes of the file system. */
export function disks(): Cases {
  const codes = ["EACCES", "EPERM", "EISDIR", "ENOTDIR", "EEXIST", "ENOSPC", "EDQUOT", "EFBIG"];
  const more = ["EROFS", "EMFILE", "ENAMETOOLONG", "EIO"];
  const cases = [...codes, ...more].map((code): [string, () => unknown] => [
    code,
    () => {
      throw fileErrorOf(Object.assign(new Error(code), { code }), "reads.fq", "cannot be written");
    },
  ]);
  return Object.fromEntries(cases);
}

export function submissions(world: World): Cases {
  const { server, signedIn, path } = world;
  const datameta = signedIn();
  const good = { sample_id: "A1" };
  const submitting = (options: object, faults: Faults = {}) => {
    return () => {
      server.setFaults(faults);
      return submit(datameta, { records: [good], ...options } as never);
    };
  };
  const records = (...all: unknown[]) => submitting({ records: all });
  const files = (all: readonly unknown[], reads: string | null = null) =>
    submitting({ records: [{ ...good, reads }], files: all });
  const refused = { status: 403, body: null };
  const keep = {
    ...{ bulkDeleteStagedMetaDataSets: refused, deleteMetaDataSet: refused },
  };
  const journal = path("journal");
  const json = { status: 200, headers: { "content-type": "application/json" } };
  const column = {
    ...{ id: { uuid: "1", site: "DMM-1" }, name: "sample_id", regExp: null, regexDescription: "" },
    ...{ longDescription: null, example: "", isMandatory: true, order: 1, isFile: false },
    ...{ isSubmissionUnique: false, isSiteUnique: false, serviceId: null, dateTimeFmt: null },
  };
  return {
    "records that are missing": submitting({ records: {} }),
    "files that are not an array": submitting({ files: {} }),
    "concurrency of zero": submitting({ concurrency: 0 }),
    "label that is a number": submitting({ label: 7 }),
    "column that is named twice": () => defineColumns({ mandatory: ["a"], optional: ["a"] }),
    "no records": records(),
    "a label that is too long": submitting({ label: "x".repeat(101) }),
    "a label with a NUL": submitting({ label: "a\0" }),
    "declared columns that the site does not have": submitting({
      columns: defineColumns({ optional: ["sampleid", "color"] }),
    }),
    "a record that is a string": records("A1"),
    "columns of which some are unknown": records({ ...good, color: "red", ZIP: "1", quality: "9" }),
    "values that are missing": records({}, { sample_id: " " }),
    "values of the wrong type": records({ ...good, zip: 123 }),
    "values in the wrong format": records({ ...good, zip: "12a", date: "31.01.2026" }),
    "values that cannot be stored": records({ sample_id: "A\0" }, { sample_id: "A\ud800" }),
    "an empty date": records({ ...good, date: "" }),
    "values that occur twice": records(good, good),
    "more than ten problems": records(...Array.from({ length: 12 }, () => ({}))),
    "a file that is missing": files([], "reads.fq"),
    "a file in other capitals": files([source], "Reads.fq"),
    "a file with its folder": files([source], "data/reads.fq"),
    "a file that no record names": files([source]),
    "a file that two records name": submitting({
      records: [
        { ...good, reads: "reads.fq" },
        { sample_id: "A2", reads: "reads.fq" },
      ],
      files: [source],
    }),
    "two files with the same name": files([source, source], "reads.fq"),
    "a file for a site without files": submitting(
      { files: [source] },
      { getMetaData: { ...json, body: [column] } },
    ),
    "a pattern without a description": submitting(
      {},
      { getMetaData: { ...json, body: [{ ...column, regExp: "^[0-9]+$" }] } },
    ),
    "an empty file": files([{ name: "reads.fq", content: new Blob([]) }], "reads.fq"),
    "a file that cannot be read": files([{ path: path("missing.fq") }], "missing.fq"),
    "a submission that the server refuses": submitting(
      {},
      {
        prevalidateSubmission: { status: 400, body: [{ message: "is not unique", field: "ID" }] },
      },
    ),
    "files that may be announced": submitting(
      { records: [{ ...good, reads: source.name }], files: [source] },
      { createFile: "answer-lost" },
    ),
    "records that cannot be removed after an abort": () => {
      server.setFaults(keep);
      const controller = new AbortController();
      return submit(datameta, {
        records: [good, { sample_id: "A2" }],
        signal: controller.signal,
        onProgress: ({ phase }) => {
          if (phase === "uploading") controller.abort("left");
        },
      });
    },
    "records that may be staged": () => {
      server.setFaults({
        createMetaDataSet: [null, "answer-lost"],
        prevalidateSubmission: refused,
      });
      return submit(datameta, { records: [good, { sample_id: "A2" }], files: [] });
    },
    "a lost response": submitting(
      {},
      {
        createSubmission: "answer-lost",
        getMetaDataSet: "reset-before-headers",
      },
    ),
    "journal in a browser": () => web.submit(datameta, { records: [good], journal: "a" } as never),
    "a journal that is a device": submitting({ journal: "/dev/null" }),
    "journal of a running process": async () => {
      await writeFile(`${journal}.lock`, String(process.ppid));
      return submitting({ journal })();
    },
    "journal of another server": async () => {
      const server = "https://other.example.org/api/v1";
      await rm(`${journal}.lock`);
      await writeFile(journal, `${JSON.stringify({ event: "begin", format: 1, server })}\n`);
      return submitting({ journal })();
    },
    "journal of another submission": async () => {
      await rm(journal);
      await submitting({ records: [{ sample_id: basename(journal) }], journal })();
      return submitting({ journal })();
    },
  };
}
