import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../scripts/command/entry-point.js";
import { projectRoot } from "../package/support/install-package.js";
import { selectTargets } from "./run.js";
import { formatTable } from "./table.js";
import { targets } from "./targets.js";
import { fixtures } from "./targets/typescript.js";

describe("npm run test:runtimes", () => {
  const namesOf = (only: readonly string[]) => selectTargets(targets, only).map(({ name }) => name);

  it("has a unique name for each target", () => {
    const names = namesOf([]);

    expect(names.length).toBeGreaterThan(25);
    expect(new Set(names).size).toBe(names.length);
  });

  it("runs the targets whose name, or its first part, is in --only", () => {
    expect(namesOf(["webpack", "deno"])).toEqual(["deno", "webpack-node", "webpack-chromium"]);
    expect(namesOf(["node-22"])).toEqual(["node-22"]);
  });

  it("rejects an unknown name and lists the known names", () => {
    expect(() => namesOf(["node-2"])).toThrow(UsageError);
    expect(() => namesOf(["node-2"])).toThrow(/deno.*; got "node-2"/);
  });

  it("prints a line for each target, with the reason if it is missing", () => {
    const table = formatTable([
      { name: "node", version: "24.1.0", passed: 2, checks: 2, time: "1 s" },
      { name: "deno", version: "2.9", passed: 1, checks: 2, time: "12 ms" },
      { name: "chromium", missing: "there is none", time: "1 ms" },
    ]);

    expect(table).toBe(`\
| runtime  | version | checks | time  |                        |
| -------- | ------- | ------ | ----- | ---------------------- |
| node     | 24.1.0  | 2/2    | 1 s   | ✓                      |
| deno     | 2.9     | 1/2    | 12 ms | ✗                      |
| chromium |         |        | 1 ms  | missing: there is none |
`);
  });
});

describe("the program that each TypeScript compiles", () => {
  it("imports every export of the package", async () => {
    const folder = join(projectRoot, "test", "package", "api");
    const reports = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")),
    );
    const exported = reports.flatMap(readExports);
    const consumer = await readFile(join(fixtures, "consumer.ts"), "utf8");
    const lists = consumer.matchAll(/^import (?:type )?\{([^}]*)\}/gm);
    const imported = Array.from(lists, ([, list]) => splitList(list))
      .flat()
      .map((each) => each.replace(/ as .*/, ""));

    expect(new Set(imported)).toEqual(new Set(exported));
  });
});

/** The exports in a report of API Extractor. */
function readExports(report: string): string[] {
  const declared = /^export (?:abstract )?(?:class|const|function|interface|type) ([\w$]+)/gm;
  const listed = /^export (?:type )?\{([^}]*)\}/gm;
  return [
    ...Array.from(report.matchAll(declared), ([, name = ""]) => name),
    ...Array.from(report.matchAll(listed), ([, list]) => splitList(list))
      .flat()
      .map((each) => each.replace(/.* as /, "")),
  ];
}

function splitList(list = ""): string[] {
  return list
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
}
