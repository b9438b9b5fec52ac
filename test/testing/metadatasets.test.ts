import { expect, test } from "vitest";

import { members, send } from "./send.js";
import { idOf, stage, startWorld, submit } from "./world.js";

const record = { ID: "AB12", Date: "24.11.2026", ZIP: "123", FileR1: "r1.txt" };
const denied = { code: "403 Forbidden" };

test("returns dates in ISO format after staging, and in the sent format later", async () => {
  await using world = await startWorld();
  const token = world.token("bob");

  const created = await send(world, "POST /metadatasets", { token, body: { record } });
  const read = await send(world, `GET /metadatasets/${idOf(created).site}`, { token });

  const rest = {
    id: idOf(created),
    fileIds: { FileR1: null, FileR2: null },
    userId: world.id("bob"),
    submissionId: null,
    serviceExecutions: null,
  };
  const others = { FileR2: null, NoDesc: null };
  expect(created.json).toEqual({
    ...rest,
    record: { ...record, ...others, Date: "2026-11-24T00:00:00" },
  });
  expect(read.json).toEqual({ ...rest, record: { ...record, ...others } });
});

const unparsable = "The field could not be parsed as a valid date / time";

test.each([
  [{ ID: undefined }, [["ID", "Field was not specified but is mandatory"]]],
  [{ ID: null }, [["ID", "Field value was null, but the field is mandatory"]]],
  [{ Foo: "x" }, [["Foo", "The field was not expected."]]],
  [{ QCResult: "pass" }, [["QCResult", "The field was not expected."]]],
  [
    { ID: "x", Date: "2026-11-24", ZIP: "ab", Foo: 1 },
    [
      ["ID", "two letters, two digits"],
      ["Date", unparsable],
      ["ZIP", "three digits"],
      ["Foo", "The field was not expected."],
    ],
  ],
  [{ Date: "" }, [["Date", unparsable]]],
  [{ Date: "24.11.2026 " }, [["Date", unparsable]]],
  [{ Date: "1.1.26" }, [["Date", unparsable]]],
])("rejects a record with %j", async (change, faults) => {
  await using world = await startWorld();

  const answer = await send(world, "POST /metadatasets", {
    token: world.token("bob"),
    body: { record: { ...record, ...change } },
  });

  expect(answer.status).toBe(400);
  expect(answer.json).toEqual(
    faults.map(([field, message]) => ({ exception: "ValidationError", field, message })),
  );
});

test.each([
  [{ ZIP: "1234567" }, { ZIP: "1234567" }],
  [{ FileR1: "" }, { FileR1: "" }],
  [{ ID: "AB12\n" }, { ID: "AB12\n" }],
  [{ ZIP: 123 }, { ZIP: "123" }],
  [{ FileR2: true }, { FileR2: "True" }],
  [{ FileR2: [1, "a"] }, { FileR2: "[1, 'a']" }],
  [{ FileR2: { a: 1.5 } }, { FileR2: "{'a': 1.5}" }],
  [{ Date: "1.1.2026" }, { Date: "2026-01-01T00:00:00" }],
])("stores a record with %j as %j", async (change, stored) => {
  await using world = await startWorld();

  const answer = await send(world, "POST /metadatasets", {
    token: world.token("bob"),
    body: { record: { ...record, ...change } },
  });

  expect(answer.status).toBe(200);
  expect(members(answer)["record"]).toMatchObject(stored);
});

test("fails with 500 if a pattern without a description does not match", async () => {
  await using world = await startWorld();

  const answer = await send(world, "POST /metadatasets", {
    token: world.token("bob"),
    body: { record: { ...record, NoDesc: "y" } },
  });

  expect([answer.status, answer.json]).toEqual([
    500,
    [{ exception: "ValidationError", message: "None for not nullable" }],
  ]);
});

test("keeps times and offsets in ISO format and back", async () => {
  await using world = await startWorld({
    metadata: [
      { name: "When", dateTimeFmt: "%H:%M" },
      { name: "DT", dateTimeFmt: "%Y-%m-%dT%H:%M:%S%z" },
    ],
  });
  const token = world.token("bob");
  const sent = { When: "13:45", DT: "2026-01-02T03:04:05+0100" };

  const created = await send(world, "POST /metadatasets", { token, body: { record: sent } });
  const read = await send(world, `GET /metadatasets/${idOf(created).uuid}`, { token });

  expect(members(created)["record"]).toEqual({
    When: "1900-01-01T13:45:00",
    DT: "2026-01-02T03:04:05+01:00",
  });
  expect(members(read)["record"]).toEqual(sent);
});

test("bulk deletion deletes all sets or none", async () => {
  await using world = await startWorld();
  const token = world.token("bob");
  const { site, uuid } = await stage(world, record);
  const bulk = (metadatasetIds: string[]) =>
    send(world, "POST /rpc/delete-metadatasets", { token, body: { metadatasetIds } });

  const unknown = await bulk([site, "nope"]);
  const twice = await bulk([site, uuid]);
  const left = await send(world, `GET /metadatasets/${site}`, { token });

  expect([unknown.status, twice.status, left.status]).toEqual([404, 404, 200]);
});

test("another user's metadata set: bulk deletion returns 403, single deletion fails with 500", async () => {
  await using world = await startWorld();
  const { site } = await stage(world, record);
  const token = world.token("carol");

  const single = await send(world, `DELETE /metadatasets/${site}`, { token });
  const bulk = await send(world, "POST /rpc/delete-metadatasets", {
    token,
    body: { metadatasetIds: [site] },
  });

  expect([single.status, single.json]).toEqual([
    500,
    [
      {
        exception: "InvalidContentType",
        message: "Content for following mimetype not found: text/html",
      },
    ],
  ]);
  expect([bulk.status, bulk.json]).toMatchObject([403, denied]);
});

test.each([
  ["", 200],
  ["?submittedAfter=2026-01-01T00:00:00Z", 200],
  ["?submittedAfter=2026-01-01T00:00:00%2B00:00", 200],
  ["?submittedAfter=2026-01-01T00:00:00+00:00", 200],
  ["?submittedAfter=2026-01-01T00:00:00", 200],
  ["?submittedAfter=2026-01-01T00:00:00.123456Z", 200],
  ["?submittedAfter=20260101T000000Z", 200],
  ["?submittedAfter=2026-01-01T00:00:00z", 200],
  ["?submittedAfter=2026-01-01T00:00Z", 200],
  ["?submittedAfter=2099-01-01T00:00:00Z", 404],
  ["?submittedBefore=2026-01-01T00:00:00Z", 404],
  ["?submittedAfter=2026-11-24T10:00:00.000Z", 404],
  ["?submittedAfter=2026-01-01", 400],
  ["?submittedAfter=garbage", 400],
  ["?submittedAfter=2026-01-01%2000:00:00Z", 400],
])("a search for submitted sets with %j returns %i", async (query, status) => {
  const now = () => new Date("2026-11-24T10:00:00Z");
  await using world = await startWorld({ now });
  const { site } = await stage(world, { ID: "AB12", FileR1: "" });
  await submit(world, [site], []);

  const answer = await send(world, `GET /metadatasets${query}`, { token: world.token("bob") });

  expect(answer.status).toBe(status);
  if (status === 404) expect(answer.type).toBe("text/html");
});

test("rejects a date without a time in the server's words", async () => {
  await using world = await startWorld();

  const answer = await send(world, "GET /metadatasets?submittedAfter=2026-01-01", {
    token: world.token("bob"),
  });

  expect(answer.json).toEqual([
    { exception: "ValidationError", message: "'2026-01-01' is not a 'date-time'" },
  ]);
});

test("lists the sets of the group, or all sets with siteRead", async () => {
  await using world = await startWorld();
  const { site } = await stage(world, { ID: "AB12", FileR1: "" });
  await submit(world, [site], []);
  const list = async (name: string) =>
    (await send(world, "GET /metadatasets", { token: world.token(name) })).status;

  expect([await list("zoe"), await list("reader")]).toEqual([200, 200]);
  expect([await list("carol"), await list("boss")]).toEqual([404, 404]);
});
