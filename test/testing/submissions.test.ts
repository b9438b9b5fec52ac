import { expect, test } from "vitest";

import { send } from "./send.js";
import { idOf, stage, startWorld, submit, type Id, type World } from "./world.js";

const record = { ID: "AB12", ZIP: "123", FileR1: "r1.txt" };
const files = [
  { name: "r1.txt", owner: "bob@example.org", content: "one" },
  { name: "r1.txt", owner: "bob@example.org", content: "another" },
  { name: "open.txt", owner: "bob@example.org", frozen: false },
  { name: "extra.txt", owner: "bob@example.org" },
  { name: "carols.txt", owner: "carol@example.org" },
];

function fileId(world: World, index: number): Id {
  const file = world.files[index];
  if (!file) throw new Error(`There is no file ${index}.`);
  return file.id;
}

async function prevalidate(world: World, metadatasetIds: string[], fileIds: string[]) {
  return send(world, "POST /presubvalidation", {
    token: world.token("bob"),
    body: { metadatasetIds, fileIds },
  });
}

test("links the files of a submission and lists it for its group", async () => {
  await using world = await startWorld({ files });
  const set = await stage(world, record);
  const file = fileId(world, 0);
  const { site: group } = world.account("bob@example.org").groupId;

  const checked = await prevalidate(world, [set.site], [file.uuid]);
  const submitted = await send(world, "POST /submissions", {
    token: world.token("bob"),
    body: { metadatasetIds: [set.site, set.site], fileIds: [file.site], label: "" },
  });
  const listed = await send(world, `GET /groups/${group}/submissions`, {
    token: world.token("zoe"),
  });
  const read = await send(world, `GET /metadatasets/${set.uuid}`, { token: world.token("bob") });

  expect([checked.status, checked.text]).toEqual([204, ""]);
  expect(submitted.json).toEqual({
    metadatasetIds: [set],
    fileIds: [file],
    id: idOf(submitted),
    label: null,
  });
  expect(listed.json).toEqual([submitted.json]);
  expect(read.json).toMatchObject({
    submissionId: idOf(submitted),
    fileIds: { FileR1: file, FileR2: null },
  });
});

test.each([
  ["bob", "site", 200],
  ["bob", "uuid", 403],
  ["admin", "uuid", 200],
  ["carol", "site", 403],
  ["boss", "site", 403],
] as const)(
  "if %s lists Group A's submissions by %s, the status is %i",
  async (name, form, status) => {
    await using world = await startWorld();
    const group = world.account("bob@example.org").groupId;

    const answer = await send(world, `GET /groups/${group[form]}/submissions`, {
      token: world.token(name),
    });

    expect(answer.status).toBe(status);
  },
);

test("the submissions of an unknown group return 403", async () => {
  await using world = await startWorld();

  const answer = await send(world, "GET /groups/nope/submissions", { token: world.token("admin") });

  expect(answer.status).toBe(403);
});

test("reports unknown ids and ids of other users before other errors", async () => {
  await using world = await startWorld({ files });
  const own = await stage(world, record);
  const carolsSet = await stage(world, record, "carol");
  const carolsFile = fileId(world, 4).site;

  const answer = await prevalidate(
    world,
    ["nope", carolsSet.site, own.site],
    ["nope2", carolsFile],
  );

  const entry = (id: string, message: string) => ({
    exception: "ValidationError",
    entity: { site: id, uuid: id },
    message,
  });
  expect(answer.json).toEqual([
    entry("nope2", "Not found"),
    entry(carolsFile, "Access denied"),
    entry("nope", "Not found"),
    entry(carolsSet.site, "Access denied"),
  ]);
});

const noReference = "File included without reference in metadata";

test.each([
  ["a missing file", [], [{ field: "FileR1", message: "Referenced file not provided" }]],
  ["an unreferenced file", [0, 3], [{ file: 3, message: noReference }]],
  [
    "two files with the same name",
    [0, 1],
    [
      { file: 0, message: "Filename occurs multiple times among provided files" },
      { file: 1, message: "Filename occurs multiple times among provided files" },
    ],
  ],
  [
    "a file that is not frozen",
    [0, 2],
    [
      { file: 2, message: "No data uploaded" },
      { file: 2, message: noReference },
    ],
  ],
])("rejects a submission with %s", async (_, indexes, findings) => {
  await using world = await startWorld({ files });
  const set = await stage(world, record);
  const ids = indexes.map((index) => fileId(world, index).site);

  const answer = await prevalidate(world, [set.site], ids);

  expect(answer.status).toBe(400);
  expect(answer.json).toEqual(
    findings.map((finding) => {
      const { message } = finding;
      return "file" in finding
        ? { exception: "ValidationError", entity: fileId(world, finding.file), message }
        : { exception: "ValidationError", entity: set, field: finding.field, message };
    }),
  );
});

test("reports each of two records that share a file name and unique values", async () => {
  await using world = await startWorld({ files });
  const one = await stage(world, record);
  const two = await stage(world, { ...record, ID: "CD34" });

  const answer = await prevalidate(world, [one.site, two.site], [fileId(world, 0).site]);

  const both = (field: string, message: string) =>
    [one, two].map((entity) => ({ exception: "ValidationError", entity, field, message }));
  expect(answer.json).toEqual([
    ...both("FileR1", "Filename occurs multiple times in metadata"),
    ...both("ZIP", "Violation of intra-submission unique constraint"),
  ]);
});

test("rejects a second submission of the same sets and files", async () => {
  await using world = await startWorld({ files });
  const set = await stage(world, record);
  const file = fileId(world, 0);
  await submit(world, [set.site], [file.site]);

  const answer = await prevalidate(world, [set.site], [file.site]);

  const exception = "ValidationError";
  expect(answer.json).toEqual([
    { exception, entity: file, message: "Already submitted" },
    { exception, entity: set, message: "Already submitted" },
    { exception, entity: file, message: noReference },
    { exception, entity: set, field: "ID", message: "Violation of global unique constraint" },
  ]);
});

test.each([
  ["v1", 204],
  ["v0", 400],
] as const)("on %s, two empty values of a unique field return %i", async (api, status) => {
  await using world = await startWorld({
    api,
    metadata: [{ name: "ID" }, { name: "ZIP", isSubmissionUnique: true }],
  });
  const one = await stage(world, { ID: "1" });
  const two = await stage(world, { ID: "2", ZIP: null });

  const answer = await prevalidate(world, [one.site, two.site], []);

  expect(answer.status).toBe(status);
});

test("checks records against the current definitions", async () => {
  await using world = await startWorld();
  const set = await stage(world, { ID: "AB12", FileR1: "" });
  await send(world, "POST /metadata", {
    token: world.token("admin"),
    body: {
      name: "Late",
      regexDescription: "",
      longDescription: "",
      example: "",
      regExp: "",
      dateTimeFmt: "",
      isMandatory: true,
      order: 1,
      isFile: false,
      isSubmissionUnique: false,
      isSiteUnique: false,
      serviceId: "",
    },
  });

  const answer = await prevalidate(world, [set.site], []);

  expect(answer.json).toEqual([
    {
      exception: "ValidationError",
      entity: set,
      field: "Late",
      message: "Field value was null, but the field is mandatory",
    },
  ]);
});

test.each([
  ["a label of 101 characters", "POST /submissions", "x".repeat(101), 500],
  ["a label of 101 characters", "POST /presubvalidation", "x".repeat(101), 204],
  ["null for a label", "POST /presubvalidation", null, 204],
] as const)("%s with %s", async (_, request, label, status) => {
  await using world = await startWorld();
  const set = await stage(world, { ID: "AB12", FileR1: "" });

  const answer = await send(world, request, {
    token: world.token("bob"),
    body: { metadatasetIds: [set.site], fileIds: [], label },
  });

  expect(answer.status).toBe(status);
});
