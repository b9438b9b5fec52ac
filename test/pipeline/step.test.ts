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

// The steps run in this process, so their progress lines would mix with those of vitest.
beforeEach(() => void vi.spyOn(process.stderr, "write").mockReturnValue(true));
afterEach(() => void vi.restoreAllMocks());

describe("writeOutputs", () => {
  it("writes missing and changed files, and does not touch current ones", async () => {
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

  it("restores the replaced files if a later output cannot be written", async () => {
    await using folder = await temporaryFolder({ "out/a": "old" });

    // `out/b` cannot be both a file and the folder of `out/b/c`.
    const writing = writeOutputs([
      { path: folder.at("out/a"), text: "new" },
      { path: folder.at("out/first"), text: "new" },
      { path: folder.at("out/b"), text: "new" },
      { path: folder.at("out/b/c"), text: "new" },
    ]);

    await expect(writing).rejects.toThrow(/out\/b cannot be written \(\w+\)/);
    expect(await folder.snapshot()).toEqual({ "out/a": "old" });
  });

  it("fails if there is a folder at the path of the file", async () => {
    await using folder = await temporaryFolder({ "out/a": "old" });
    await mkdir(folder.at("out/b"));

    const writing = writeOutputs([
      { path: folder.at("out/a"), text: "new" },
      { path: folder.at("out/b"), text: "new" },
    ]);

    await expect(writing).rejects.toThrow(/out\/b cannot be written \(EISDIR\)/);
    expect(await folder.snapshot()).toEqual({ "out/a": "old" });
  });

  it("fails with the path of the output if there is a file at the path of its folder", async () => {
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
  it("accepts current outputs", async () => {
    await using folder = await temporaryFolder({ a: "same" });

    await expect(checkOutputs([{ path: folder.at("a"), text: "same" }])).resolves.toBeUndefined();
  });

  it("lists all stale and missing outputs, and writes nothing", async () => {
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
  it("returns the text and the path of each step, and rethrows the error of a step", async () => {
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
    ["formats the files that people read, for our own document", true, true, "const a = 1;\n"],
    ["does not format other files of our own document", false, true, "const a=1"],
    ["does not format files of other documents", true, false, "const a=1"],
  ])("%s", async (_, isRead, isOurs, wanted) => {
    const run = () => ({ text: "const a=1", summary: "" });
    const step: Step = { name: "step", file: "step.ts", purpose: "", isRead, run };

    const { outputs } = await runSteps([step], specDocument({}), "out", isOurs);

    expect(outputs[0]?.text).toBe(wanted);
  });
});

describe("replaceFolder", () => {
  it("leaves only the new files, and nothing in the scratch folder", async () => {
    await using folder = await temporaryFolder({ "dist/old.js": "old" });

    await replaceFolder(
      folder.at("dist"),
      [{ path: "src/new.js", text: "new" }],
      folder.at("scratch"),
    );

    expect(await folder.snapshot()).toEqual({ "dist/src/new.js": "new" });
  });

  it("keeps the old folder if the new one cannot be created", async () => {
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
