import { mkdir, stat } from "node:fs/promises";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import {
  checkOutputs,
  replaceFolder,
  runSteps,
  writeOutputs,
  type Step,
} from "../../scripts/step.js";
import { specDocument } from "../../scripts/document/spec-document.js";
import { temporaryFolder } from "./support/temporary-folder.js";

// Progress lines of calls within this process would mix with the test runner's own.
beforeEach(() => void vi.spyOn(process.stderr, "write").mockReturnValue(true));
afterEach(() => void vi.restoreAllMocks());

describe("writeOutputs", () => {
  it("writes what is missing or differs, and leaves what is current untouched", async () => {
    await using folder = await temporaryFolder({ "out/a": "same", "out/b": "old" });
    const before = await stat(folder.at("out/a"));

    const written = await writeOutputs([
      { path: folder.at("out/a"), text: "same" },
      { path: folder.at("out/b"), text: "new" },
      { path: folder.at("out/deep/c"), text: "first" },
    ]);

    expect(written.map(({ text }) => text)).toEqual(["new", "first"]);
    expect(await folder.snapshot()).toEqual({
      "out/a": "same",
      "out/b": "new",
      "out/deep/c": "first",
    });
    expect((await stat(folder.at("out/a"))).ino).toBe(before.ino);
  });

  it("puts back what it had replaced if a later output cannot take its place", async () => {
    await using folder = await temporaryFolder({ "out/a": "old" });

    // The folder that the last one needs stands where the one before it wants to be.
    const writing = writeOutputs([
      { path: folder.at("out/a"), text: "new" },
      { path: folder.at("out/first"), text: "new" },
      { path: folder.at("out/b"), text: "new" },
      { path: folder.at("out/b/c"), text: "new" },
    ]);

    await expect(writing).rejects.toThrow(/out\/b cannot be written \(\w+\)/);
    expect(await folder.snapshot()).toEqual({ "out/a": "old" });
  });

  it("says so where a folder stands in place of the file", async () => {
    await using folder = await temporaryFolder({ "out/a": "old" });
    await mkdir(folder.at("out/b"));

    const writing = writeOutputs([
      { path: folder.at("out/a"), text: "new" },
      { path: folder.at("out/b"), text: "new" },
    ]);

    await expect(writing).rejects.toThrow(/out\/b cannot be written \(EISDIR\)/);
    expect(await folder.snapshot()).toEqual({ "out/a": "old" });
  });

  it("says which output cannot be written where a file stands in place of the folder", async () => {
    await using folder = await temporaryFolder({ out: "a file", "other/a": "old" });

    const writing = writeOutputs([
      { path: folder.at("other/a"), text: "new" },
      { path: folder.at("out/b"), text: "new" },
    ]);

    await expect(writing).rejects.toThrow(/out\/b cannot be written \((ENOTDIR|EEXIST)\)/);
    expect(await folder.snapshot()).toEqual({ out: "a file", "other/a": "old" });
  });
});

describe("checkOutputs", () => {
  it("passes over current outputs", async () => {
    await using folder = await temporaryFolder({ a: "same" });

    await expect(checkOutputs([{ path: folder.at("a"), text: "same" }])).resolves.toBeUndefined();
  });

  it("names every stale output, the missing ones too, and writes nothing", async () => {
    await using folder = await temporaryFolder({ a: "old", b: "same" });

    const checking = checkOutputs(
      ["a", "b", "c"].map((name) => ({ path: folder.at(name), text: "same" })),
    );

    await expect(checking).rejects.toThrow(/\/a is stale\.\n.*\/c is stale/);
    await expect(checking).rejects.toThrow(/npm run generate/);
    expect(await folder.snapshot()).toEqual({ a: "old", b: "same" });
  });
});

describe("runSteps", () => {
  it("gives each step's text at its place, and a step's failure as it is", async () => {
    const good: Step = {
      name: "good",
      file: "good.ts",
      purpose: "",
      run: () => ({ text: "text", summary: "1 thing" }),
    };
    const bad: Step = {
      ...good,
      run: () => {
        throw new RangeError("bad");
      },
    };
    const spec = specDocument({});

    await expect(runSteps([good], spec, "out", false)).resolves.toEqual({
      outputs: [{ path: "out/good.ts", text: "text" }],
      warnings: [],
    });
    await expect(runSteps([good, bad], spec, "out", false)).rejects.toThrow(RangeError);
  });

  it.each([
    ["formats what people read of our own document", true, true, "const a = 1;\n"],
    ["leaves the rest of our own document as it was printed", false, true, "const a=1"],
    ["leaves other documents as they were printed", true, false, "const a=1"],
  ])("%s", async (_, isRead, isOurs, wanted) => {
    const run = () => ({ text: "const a=1", summary: "" });
    const step: Step = { name: "step", file: "step.ts", purpose: "", isRead, run };

    const { outputs } = await runSteps([step], specDocument({}), "out", isOurs);

    expect(outputs[0]?.text).toBe(wanted);
  });
});

describe("replaceFolder", () => {
  it("leaves just the given files, and nothing in the scratch folder", async () => {
    await using folder = await temporaryFolder({ "dist/old.js": "old" });

    await replaceFolder(
      folder.at("dist"),
      [{ path: "src/new.js", text: "new" }],
      folder.at("scratch"),
    );

    expect(await folder.snapshot()).toEqual({ "dist/src/new.js": "new" });
  });

  it("keeps the old folder if the new one cannot be made", async () => {
    await using folder = await temporaryFolder({ "dist/old.js": "old" });

    const replacing = replaceFolder(
      folder.at("dist"),
      [
        { path: "a", text: "" },
        { path: "a/b", text: "" },
      ],
      folder.at("scratch"),
    );

    await expect(replacing).rejects.toThrow(/dist cannot be written/);
    expect(await folder.snapshot()).toEqual({ "dist/old.js": "old" });
  });
});
