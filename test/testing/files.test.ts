import { expect, test } from "vitest";

import { members, send } from "./send.js";
import { idOf, stage, startWorld, submit, type World } from "./world.js";

const content = "hello datameta\n";
const checksum = "b44bfcc0d880e0e22d262332862b8abe";
const emptyChecksum = "d41d8cd98f00b204e9800998ecf8427e";

async function announce(world: World, sum = checksum, name = "a.txt") {
  return send(world, "POST /files", {
    token: world.token("bob"),
    body: { name, checksum: sum },
  });
}

/** Uploads the content of an announced file. */
async function upload(announced: Awaited<ReturnType<typeof announce>>, change: RequestInit = {}) {
  const { urlToUpload, requestHeaders } = members(announced);
  const form = new FormData();
  form.set("file", new Blob([content]), "x.bin");
  const response = await fetch(String(urlToUpload), {
    method: "POST",
    body: form,
    // The headers that the server requires.
    headers: requestHeaders as Record<string, string>,
    ...change,
  });
  return { status: response.status, text: await response.text() };
}

async function update(world: World, id: string, body: unknown, name = "bob") {
  return send(world, `PUT /files/${id}`, { token: world.token(name), body });
}

test("a file is announced, uploaded, frozen and downloaded", async () => {
  const now = () => new Date(2026, 10, 24, 10, 22, 58);
  await using world = await startWorld({ now });
  const token = world.token("bob");

  const announced = await announce(world);
  const { uuid, site } = idOf(announced);
  const uploaded = await upload(announced);
  const frozen = await update(world, site, { contentUploaded: true });
  const url = await send(world, `GET /rpc/get-file-url/${site}`, { token });
  const downloaded = await fetch(String(members(url)["fileUrl"]));

  expect(announced.json).toEqual({
    id: { uuid, site },
    name: "a.txt",
    userId: world.id("bob"),
    expires: "2026-11-25T10:22:58",
    urlToUpload: `${world.url}/upload/${uuid}`,
    requestHeaders: { "Access-Token": expect.any(String) as unknown },
  });
  expect(uploaded).toEqual({ status: 204, text: "" });
  expect(frozen.json).toMatchObject({ contentUploaded: true, filesize: 15, checksum });
  expect(url.json).toMatchObject({ fileId: { uuid, site }, checksum });
  expect(await downloaded.text()).toBe(content);
  expect(downloaded.headers.get("content-disposition")).toBe('attachment; filename="a.txt"');
});

test("freezing can replace a placeholder checksum and the name", async () => {
  await using world = await startWorld();
  const announced = await announce(world, "provisional");
  await upload(announced);
  const { site } = idOf(announced);

  const wrong = await update(world, site, {
    name: "new.txt",
    checksum: "wrong",
    contentUploaded: true,
  });
  const upper = await update(world, site, {
    checksum: checksum.toUpperCase(),
    contentUploaded: true,
  });
  const unchanged = await send(world, `GET /files/${site}`, { token: world.token("bob") });
  const right = await update(world, site, { name: "real.txt", checksum, contentUploaded: true });

  expect([wrong.status, wrong.text, upper.status]).toEqual([409, "null", 409]);
  expect(unchanged.json).toMatchObject({ name: "a.txt", checksum: "provisional", filesize: null });
  expect(right.json).toMatchObject({ name: "real.txt", checksum, filesize: 15 });
});

test("without upload, only an empty file can be frozen", async () => {
  await using world = await startWorld();
  const [full, empty] = [await announce(world), await announce(world, emptyChecksum)];

  const refused = await update(world, idOf(full).site, { contentUploaded: true });
  const frozen = await update(world, idOf(empty).site, { contentUploaded: true });

  expect(refused.status).toBe(409);
  expect(frozen.json).toMatchObject({ filesize: 0 });
});

test.each([
  [{ name: "", checksum: "x" }, 400, "application/json"],
  [{ name: "a.txt", checksum: "a/b" }, 500, "text/plain"],
  [{ name: "a.txt", checksum: "z".repeat(300) }, 500, "text/plain"],
  [{ name: "a\0b.txt", checksum: "z" }, 500, "text/plain"],
  [{ name: "a.txt", checksum: "" }, 200, "application/json"],
])("announcing %j returns %i", async (body, status, type) => {
  await using world = await startWorld();

  const answer = await send(world, "POST /files", { token: world.token("bob"), body });

  expect([answer.status, answer.type]).toEqual([status, type]);
});

test.each([
  [{}, 200],
  [{ contentUploaded: false }, 200],
  [{ name: "" }, 400],
  [{ foo: 1 }, 400],
  [{ checksum: null }, 400],
])("changing an open file by %j returns %i", async (body, status) => {
  await using world = await startWorld();
  const { site } = idOf(await announce(world));

  const answer = await update(world, site, body);

  expect(answer.status).toBe(status);
});

test("another user's file: GET returns 403 with an empty list, DELETE 403 with null, PUT fails with 500", async () => {
  await using world = await startWorld();
  const { site } = idOf(await announce(world));
  const token = world.token("admin");

  const get = await send(world, `GET /files/${site}`, { token });
  const url = await send(world, `GET /rpc/get-file-url/${site}`, { token });
  const remove = await send(world, `DELETE /files/${site}`, { token });
  const bulk = await send(world, "POST /rpc/delete-files", { token, body: { fileIds: [site] } });
  const put = await update(world, site, { name: "x" }, "admin");

  expect([get.status, get.text, url.status, url.text]).toEqual([403, "[]", 403, "[]"]);
  expect([remove.status, remove.text, bulk.status, bulk.text]).toEqual([403, "null", 403, "null"]);
  expect([put.status, put.type]).toEqual([500, "text/plain"]);
});

test("an unknown file: GET returns a page, other methods null", async () => {
  await using world = await startWorld();
  const token = world.token("bob");

  const get = await send(world, "GET /files/nope", { token });
  const url = await send(world, "GET /rpc/get-file-url/nope", { token });
  const remove = await send(world, "DELETE /files/nope", { token });
  const put = await update(world, "nope", { name: "x" });

  expect([get.status, get.type, url.status, url.type]).toEqual([
    404,
    "text/html",
    404,
    "text/html",
  ]);
  expect([remove.status, remove.text, put.status, put.text]).toEqual([404, "null", 404, "null"]);
});

test("deletes all files or none, and no file with a download URL", async () => {
  await using world = await startWorld();
  const token = world.token("bob");
  const [one, two, three] = [
    idOf(await announce(world)),
    idOf(await announce(world)),
    idOf(await announce(world)),
  ];
  const bulk = (fileIds: string[]) =>
    send(world, "POST /rpc/delete-files", { token, body: { fileIds } });
  await send(world, `GET /rpc/get-file-url/${three.site}?expires=-1`, { token });

  const unknown = await bulk([one.site, "nope"]);
  const twice = await bulk([one.site, one.uuid]);
  const none = await bulk([]);
  const both = await bulk([one.site, two.uuid]);
  const linked = await send(world, `DELETE /files/${three.site}`, { token });

  expect([unknown.status, twice.status, none.status, both.status]).toEqual([404, 404, 204, 204]);
  expect([linked.status, linked.type]).toEqual([500, "text/plain"]);
});

function formWith(name: string, fileName?: string): FormData {
  const form = new FormData();
  if (fileName === undefined) form.set(name, content);
  else form.set(name, new Blob([content]), fileName);
  return form;
}

test.each([
  ["another part name", { body: formWith("data", "x.bin") }, 400],
  ["no file name", { body: formWith("file") }, 400],
  ["no form", { body: content }, 400],
  ["no token", { headers: {} }, 404],
  ["a wrong token", { headers: { "Access-Token": "bad" } }, 404],
  ["neither form nor token", { body: content, headers: {} }, 400],
] as const)("an upload with %s returns %i with null", async (_, change, status) => {
  await using world = await startWorld();
  const announced = await announce(world);

  const answer = await upload(announced, change);

  expect(answer).toEqual({ status, text: "null" });
});

test("an upload URL expires after a day", async () => {
  let time = new Date(2026, 10, 24).getTime();
  await using world = await startWorld({ now: () => new Date(time) });
  const announced = await announce(world);

  time += 86_400_000 - 1;
  const justInTime = await upload(announced);
  time += 1;
  const tooLate = await upload(announced);

  expect([justInTime.status, tooLate.status]).toEqual([204, 404]);
});

test("stores the exact bytes of the last file part", async () => {
  await using world = await startWorld();
  const announced = await announce(world, "provisional");
  const bytes = Uint8Array.from({ length: 512 }, (_, index) => index % 256);
  const form = formWith("file", "first.bin");
  form.append("file", new Blob([bytes]), "second.bin");
  await upload(announced, { body: form });
  const { site } = idOf(announced);

  const url = await send(world, `GET /rpc/get-file-url/${site}`, { token: world.token("bob") });
  const downloaded = await fetch(String(members(url)["fileUrl"]));

  expect(new Uint8Array(await downloaded.arrayBuffer())).toEqual(bytes);
});

test.each([
  ["", 200],
  ["?redirect=false", 200],
  ["?redirect=true", 307],
  ["?redirect=True", 307],
  ["?redirect=1", 307],
  ["?redirect=yes", 307],
  ["?expires=5", 200],
  ["?expires=-1", 200],
  ["?expires=99999999", 200],
  ["?expires=99999999999", 500],
])("requesting a download URL with %j returns %i", async (query, status) => {
  await using world = await startWorld();
  const { site } = idOf(await announce(world));

  const answer = await send(world, `GET /rpc/get-file-url/${site}${query}`, {
    token: world.token("bob"),
  });

  expect(answer.status).toBe(status);
  expect(answer.headers.get("location")).toBe(status === 307 ? members(answer)["fileUrl"] : null);
});

test.each([
  ["?redirect=maybe", "CastError", "Failed to cast value maybe to type boolean", undefined],
  ["?expires=abc", "CastError", "Failed to cast value abc to type integer", undefined],
  ["?expires=1.5", "CastError", "Failed to cast value 1.5 to type integer", undefined],
  ["?expires=", "EmptyParameterValue", "Value of parameter cannot be empty: expires", "expires"],
])("rejects a download URL with %j", async (query, exception, message, field) => {
  await using world = await startWorld();

  const answer = await send(world, `GET /rpc/get-file-url/nope${query}`, {
    token: world.token("bob"),
  });

  expect([answer.status, answer.json]).toEqual([
    400,
    [{ exception, message, ...(field !== undefined && { field }) }],
  ]);
});

test("v0 returns no checksum with a download URL", async () => {
  await using world = await startWorld({ api: "v0" });
  const { site } = idOf(await announce(world));

  const answer = await send(world, `GET /rpc/get-file-url/${site}`, { token: world.token("bob") });

  expect(Object.keys(members(answer))).toEqual(["fileId", "fileUrl", "expires"]);
});

test("a download URL stops working at its expiry, which is in UTC with an offset", async () => {
  let time = Date.parse("2026-11-24T10:22:59.078Z");
  await using world = await startWorld({ now: () => new Date(time) });
  const { site } = idOf(await announce(world));
  const answer = await send(world, `GET /rpc/get-file-url/${site}`, { token: world.token("bob") });
  const url = String(members(answer)["fileUrl"]);

  const before = await fetch(url);
  time += 60_000;
  const after = await fetch(url);

  expect(members(answer)["expires"]).toBe("2026-11-24T10:23:59.078000+00:00");
  expect([before.status, after.status]).toEqual([200, 404]);
});

test.each([
  ["bytes=0-4", 206, "bytes 0-4/15", "hello"],
  ["bytes=5-", 206, "bytes 5-14/15", " datameta\n"],
  ["bytes=-5", 206, "bytes 10-14/15", "meta\n"],
  ["bytes=0-0,2-3", 206, "bytes 0-0/15", "h"],
  ["bytes=100-", 416, "bytes */15", "Requested range not satisfiable: bytes=100-"],
])("a download with Range: %s returns %i", async (range, status, contentRange, text) => {
  await using world = await startWorld({
    files: [{ name: "real.txt", owner: "bob@example.org", content }],
  });
  const url = await send(world, `GET /rpc/get-file-url/${world.files[0]?.id.site}`, {
    token: world.token("bob"),
  });

  const response = await fetch(String(members(url)["fileUrl"]), { headers: { Range: range } });

  expect([response.status, response.headers.get("content-range")]).toEqual([status, contentRange]);
  expect(await response.text()).toBe(text);
});

test("a download accepts HEAD, and returns 304 for an unchanged file", async () => {
  await using world = await startWorld({
    files: [{ name: "real.txt", owner: "bob@example.org", content }],
  });
  const answer = await send(world, `GET /rpc/get-file-url/${world.files[0]?.id.site}`, {
    token: world.token("bob"),
  });
  const url = String(members(answer)["fileUrl"]);

  const head = await fetch(url, { method: "HEAD" });
  const modified = head.headers.get("last-modified") ?? "";
  const unchanged = await fetch(url, { headers: { "If-Modified-Since": modified } });

  expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([
    200,
    "15",
    "",
  ]);
  expect(unchanged.status).toBe(304);
});

test.each([
  ['we"ird ü;\r\nX-Evil: 1.txt', 500],
  ['we"ird ü 日本.txt', 500],
  ["umläut.txt", 200],
])("a download of %j returns %i", async (name, status) => {
  await using world = await startWorld();
  const { site } = idOf(await announce(world, "q", name));
  const url = await send(world, `GET /rpc/get-file-url/${site}`, { token: world.token("bob") });

  const response = await fetch(String(members(url)["fileUrl"]));

  expect(response.status).toBe(status);
});

test("the members of the group can read a submitted file", async () => {
  await using world = await startWorld({
    files: [{ name: "r1.txt", owner: "bob@example.org", content }],
  });
  const site = world.files[0]?.id.site ?? "";
  const set = await stage(world, { ID: "AB12", FileR1: "r1.txt" });
  await submit(world, [set.site], [site]);
  const read = async (name: string) =>
    (await send(world, `GET /files/${site}`, { token: world.token(name) })).status;

  const deleted = await send(world, `DELETE /files/${site}`, { token: world.token("bob") });

  expect([await read("zoe"), await read("reader")]).toEqual([200, 200]);
  expect([await read("carol"), await read("boss")]).toEqual([403, 403]);
  expect([deleted.status, deleted.json]).toMatchObject([
    403,
    [{ exception: "ResourceNotModifiableError" }],
  ]);
});
