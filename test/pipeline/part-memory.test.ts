import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

import { PartMemory } from "../../scripts/prettify/part-memory.js";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "part-memory-"));
  file = join(folder, "formatted.json");
});
afterEach(() => rm(folder, { recursive: true }));

const open = (version = "1") => PartMemory.open({ file, version });
const format = (result: string) => () => Promise.resolve(result);

/** What a later run remembers of the part, or "anew". */
const later = async (part: string, version?: string) =>
  (await open(version)).recall(part, format("anew"));

it("remembers a part within the run and in the next one", async () => {
  const memory = await open();

  expect(await memory.recall("a", format("A"))).toBe("A");
  expect(await memory.recall("a", format("anew"))).toBe("A");
  await memory.save();
  expect(await later("a")).toBe("A");
});

it("forgets everything once the version is another", async () => {
  const memory = await open();
  await memory.recall("a", format("A"));
  await memory.save();

  expect(await later("a", "2")).toBe("anew");
});

it.each([
  "no JSON {",
  "null",
  "[]",
  '{"version":"1"}',
  '{"version":"1","results":{}}',
  '{"version":"1","results":[["a"],["a",1],"aA",null]}',
])("takes a broken file for an empty one: %s", async (text) => {
  await writeFile(file, text);

  expect(await later("a")).toBe("anew");
});

it("leaves the file alone where nothing was new", async () => {
  const memory = await open();
  await memory.recall("a", format("A"));
  await memory.save();
  const { ino } = await stat(file);

  const next = await open();
  await next.recall("a", format("anew"));
  await next.save();

  expect((await stat(file)).ino).toBe(ino);
});

it("forgets what was not used for longest, above four million characters", async () => {
  const memory = await open();
  const half = "x".repeat(2_000_000);
  await memory.recall("used", format(half));
  await memory.recall("old", format(half));
  await memory.recall("used", format("anew"));
  await memory.recall("new", format("N"));
  await memory.save();

  expect(await later("old")).toBe("anew");
  expect(await later("used")).toBe(half);
  expect(await later("new")).toBe("N");
});

it("works on where the file cannot be written", async () => {
  await writeFile(join(folder, "in-the-way"), "");
  const memory = await PartMemory.open({ file: join(folder, "in-the-way", "f"), version: "1" });

  expect(await memory.recall("a", format("A"))).toBe("A");
  await expect(memory.save()).resolves.toBeUndefined();
  expect(await readFile(join(folder, "in-the-way"), "utf8")).toBe("");
});
