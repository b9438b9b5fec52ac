import { Writable } from "node:stream";

import { describe, expect, it } from "vitest";

import type { Io } from "../../src/cli/io.js";
import { describeAmount, formatBar, shareOf } from "../../src/cli/output/bar.js";
import { colorsFor } from "../../src/cli/output/colors.js";
import { formatDelimited } from "../../src/cli/output/delimited.js";
import { formatProblems } from "../../src/cli/output/problems.js";
import { createProgress } from "../../src/cli/output/progress.js";
import { Speed } from "../../src/cli/output/speed.js";
import { formatTable } from "../../src/cli/output/table.js";
import {
  formatBytes,
  formatSeconds,
  printable,
  shortenName,
  textWidth,
} from "../../src/cli/output/text.js";

const stream = (isTTY: boolean) => {
  const written: string[] = [];
  const target = new Writable({
    write(chunk: Buffer, _, done) {
      written.push(chunk.toString());
      done();
    },
  });
  return Object.assign(target, { written, isTTY, columns: 80 });
};
const plain = colorsFor({ env: {} }, stream(false));

describe("text for a terminal", () => {
  it("has no escape sequences, line breaks or marks for right-to-left text", () => {
    expect(printable("a\u001b[2Jb\r\nc\u202ed\u0007")).toBe("a" + "b c" + "d");
  });

  it("shows sizes and times in readable units", () => {
    expect([0, 999, 1000, 4_200_000, 999_600, 2e12].map(formatBytes)).toEqual([
      ...["0 B", "999 B", "1.0 kB", "4.2 MB", "1.0 MB", "2.0 TB"],
    ]);
    expect([0.4, 59, 61, 3600, 7800].map(formatSeconds)).toEqual([
      ...["0 s", "59 s", "1 min 01 s", "1 h 00 min", "2 h 10 min"],
    ]);
  });

  it("keeps the extension of a shortened file name", () => {
    expect(shortenName("a_very_long_name_R1.fastq.gz", 16)).toBe("a_very_l…astq.gz");
    expect(textWidth(shortenName("試料_サンプル_一番_R1.fastq", 12))).toBeLessThanOrEqual(12);
  });
});

describe("a table", () => {
  const columns = [
    { title: "ID", isWhole: true, value: (row: readonly string[]) => row[0] ?? "" },
    { title: "LABEL", value: (row: readonly string[]) => row[1] ?? "" },
  ];
  const rows = [["DMS-00000001", "A label that is longer than the window"]] as const;

  it("aligns its columns, and shortens texts but not ids", () => {
    const text = formatTable(columns, rows, 34, plain);

    expect(text).toBe("ID            LABEL\nDMS-00000001  A label that is lon…\n");
  });

  it("becomes lines with title and value in a narrow terminal", () => {
    expect(formatTable(columns, rows, 20, plain)).toContain("ID     DMS-00000001\nLABEL  A label");
  });

  it("quotes only the CSV cells that need it", () => {
    expect(formatDelimited(columns, [["1", 'a "b", c']], ",")).toBe('ID,LABEL\n1,"a ""b"", c"\n');
  });
});

it("prints problems with their cells, and wraps long messages", () => {
  const problem = { row: 4, letters: "C", column: "ZIP", message: "one two three four five six" };

  expect(formatProblems([problem], 33, plain)).toBe(
    "  C4  ZIP  one two three four\n           five six\n",
  );
});

describe("a bar", () => {
  it("never shows more than 100 %, even if a part is sent again", () => {
    expect(shareOf({ loaded: 250, total: 100 })).toBe(1);
    expect(describeAmount({ loaded: 250, total: 100, speed: 0 })).toBe("100 %");
  });

  it.each([20, 40, 60, 80, 200])("fits into %i columns", (width) => {
    const words = describeAmount({ loaded: 5e8, total: 1e9, speed: 1e7 });
    const line = formatBar("a_very_long_name_of_a_file_R1.fastq.gz", 0.5, words, width, plain);

    expect(textWidth(line)).toBeLessThanOrEqual(width);
  });

  it("measures the speed of the last seconds, and restarts when a part is sent again", () => {
    let now = 0;
    const speed = new Speed(() => now);
    speed.update(0);
    now = 2000;
    expect(speed.update(4000)).toBe(2000);
    now = 2500;
    expect(speed.update(1000)).toBe(0);
  });
});

describe("progress", () => {
  const ioOf = (stderr: ReturnType<typeof stream>): Io => ({
    ...{ stdin: process.stdin, stdout: stderr, stderr, env: {}, home: undefined, cwd: "/" },
    ...{ platform: "linux", signal: new AbortController().signal },
  });

  it("prints a few lines to a log file, however many events there are", () => {
    const stderr = stream(false);
    const progress = createProgress(ioOf(stderr), { quiet: false, json: false });
    for (let loaded = 0; loaded < 5000; loaded += 1) {
      const file = { file: "a", phase: "sending" as const, loaded, total: 5000 };
      progress.submission({ phase: "uploading", done: 0, count: 1, loaded, total: 5000, file });
    }
    progress.stop();

    expect(stderr.written).toEqual(["· Uploading: 0 of 1 file, 0 B of 5.0 kB (0 %)\n"]);
  });

  it("prints nothing with --quiet", () => {
    const stderr = stream(true);
    const progress = createProgress(ioOf(stderr), { quiet: true, json: false });
    progress.file({ file: "a", phase: "sending", loaded: 1, total: 2 });
    progress.stop();

    expect(stderr.written).toEqual([]);
  });

  it("shows which file the server is hashing", () => {
    const stderr = stream(true);
    const progress = createProgress(ioOf(stderr), { quiet: false, json: false });
    progress.file({ file: "a.fq", phase: "completing", loaded: 2, total: 2 });
    progress.stop();

    expect(stderr.written.join("")).toMatch(/a\.fq .*the server computes the checksum/);
  });
});

it.each<[Record<string, string>, boolean, boolean]>([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: "1" }, true, false],
  [{ NO_COLOR: "" }, true, true],
  [{ TERM: "dumb" }, true, false],
  [{ FORCE_COLOR: "1" }, false, true],
  [{ FORCE_COLOR: "0" }, true, false],
])("with %j and a terminal: %s, colors are %s", (env, isTTY, enabled) => {
  expect(colorsFor({ env }, stream(isTTY)).enabled).toBe(enabled);
});
