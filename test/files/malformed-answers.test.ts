import { downloadFile, submit, uploadFile } from "datameta-client/files";
import { expect, it } from "vitest";

import { failureOf } from "../support/failure-of.js";
import { expectClean } from "./support/failed.js";
import { createWorld, type World } from "./support/world.js";

const content = new Blob(["ACGT"]);

const calls = {
  upload: ({ datameta }: World) => uploadFile(datameta, { name: "reads.fq", content }),
  download: ({ datameta, server, path }: World) =>
    downloadFile(datameta, server.files[0]?.id ?? "", { to: path("copy") }),
  submit: ({ datameta }: World) =>
    submit(datameta, {
      records: [{ sample_id: "A1", reads: "reads.fq" }],
      files: [{ name: "reads.fq", content }],
    }),
};

const answers = ["wrong-json", "null-json", "cut-json", "login-page"] as const;

const cases = [
  ...answers.map((fault) => ["upload", "createFile", fault] as const),
  ...answers.map((fault) => ["download", "getFile", fault] as const),
  ...answers.map((fault) => ["download", "getFileUrl", fault] as const),
  ...answers.map((fault) => ["submit", "getMetaData", fault] as const),
  ...answers.map((fault) => ["submit", "createMetaDataSet", fault] as const),
  ...answers.map((fault) => ["submit", "createFile", fault] as const),
];

it.each(cases)(
  "%s fails without secrets if the response of %s is %s",
  async (call, operation, fault) => {
    const files = [{ name: "old.fq", owner: "member@example.org", content: "ACGT" }];
    await using world = await createWorld({ files, faults: { [operation]: fault } });

    const failure = await failureOf(calls[call](world));

    expectClean(failure);
  },
);

it.each(["nonsense", "ftp://example.org/upload", "http://"])(
  "an error does not contain the invalid upload URL %s",
  async (urlToUpload) => {
    const id = { uuid: "1" };
    const body = { id, urlToUpload, requestHeaders: { "Access-Token": "secret-secret" } };
    await using world = await createWorld({ faults: { createFile: { status: 200, body } } });

    const failure = await failureOf(calls.upload(world));

    expect(failure).toMatchObject({ name: "ResponseFormatError", operationId: "UploadFile" });
    expect(String(failure)).not.toContain(urlToUpload);
  },
);

it.each([
  ["upload", (world: World) => uploadFile(world.datameta, content, { nmae: "a" } as never)],
  ["download", (world: World) => downloadFile(world.datameta, "1", { overwirte: true } as never)],
  ["submit", (world: World) => submit(world.datameta, { records: [], concurency: 2 } as never)],
])("%s refuses an unknown option", async (_, call) => {
  await using world = await createWorld();

  expect(await failureOf(call(world))).toMatchObject({ name: "ConfigurationError" });
  expect(world.server.requests).toEqual([]);
});
