import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import type { Contender } from "../../scripts/bench/contenders.js";
import {
  byteGoals,
  callGoals,
  pipelineGoals,
  printGoals,
  typeGoals,
} from "../../scripts/bench/goals.js";
import { makeDocument } from "../../scripts/bench/made-document.js";
import { printPage } from "../../scripts/bench/page.js";
import * as report from "../../scripts/bench/report.js";
import { sample } from "../../scripts/bench/sample.js";
import { median, quartiles, ratios } from "../../scripts/bench/statistics.js";
import { generateFiles } from "../../scripts/generate.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const raw: Contender = { id: "raw-fetch", name: "raw fetch", errors: "by hand" };
const axios: Contender = { id: "axios", name: "axios, by hand", errors: "one class" };

describe("the statistics of the bench", () => {
  it.each([
    ["an odd number of values", [9, 1, 4], 4],
    ["an even number of values", [4, 1, 3, 2], 2.5],
    ["one value", [7], 7],
  ])("take the median of %s", (_, values, wanted) => {
    expect(median(values)).toBe(wanted);
  });

  it("take quartiles between the nearest values, and leave the values as they are", () => {
    const values = [10, 2, 4, 8];

    const [low, high] = quartiles(values);

    expect([low, high]).toEqual([3.5, 8.5]);
    expect(values).toEqual([10, 2, 4, 8]);
  });

  it("compare the values of the same round", () => {
    // The second round was slow for both: the median of the ratios does not see it.
    expect(ratios([2, 40, 3], [1, 20, 2])).toEqual([2, 2, 1.5]);
  });

  it("refuse to take the median of nothing", () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe("the goals of the bench", () => {
  const own: Contender = { id: "datameta-client", name: "datameta-client", errors: "a class" };
  const bare: Contender = { id: "openapi-fetch", name: "openapi-fetch, bare", errors: "returned" };
  const callsOf = (condition: "loopback, one at a time" | "stubbed fetch", mine: number) =>
    [[own, mine] as const, [raw, 1] as const, [bare, 1.3] as const, [axios, 1.15] as const].map(
      ([contender, ratio]) => ({
        ...{ contender, condition, ratio, microseconds: 1, spread: [1, 1] as const },
        bytes: undefined,
      }),
    );

  it("are met by a call that is as fast as was aimed at", () => {
    expect(callGoals(callsOf("loopback, one at a time", 1.1)).map(({ isMet }) => isMet)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("are missed by one that is slower, with who is ahead", () => {
    expect(callGoals(callsOf("loopback, one at a time", 1.3))).toEqual([
      {
        goal: "loopback, one at a time: ≤ 1.10 × raw fetch",
        measured: "1.30 ×",
        isMet: false,
      },
      {
        goal: "loopback, one at a time: faster than bare openapi-fetch",
        measured: "1.30 ×, against 1.30 ×",
        isMet: false,
      },
      {
        goal: "loopback, one at a time: ahead of all that map errors",
        measured: "behind axios, by hand",
        isMet: false,
      },
    ]);
  });

  it("want no nearness to raw fetch where there is no network", () => {
    expect(callGoals(callsOf("stubbed fetch", 1.7)).map(({ goal }) => goal)).toEqual([
      "stubbed fetch: faster than bare openapi-fetch",
      "stubbed fetch: ahead of all that map errors",
    ]);
  });

  it.each([
    [5000, true],
    [5001, false],
  ])("of an app of %i bytes", (gzip, isMet) => {
    const weight = { contender: own, minified: 1, gzip, brotli: 1 };

    expect(byteGoals([weight])).toMatchObject([{ measured: "5.0 KB", isMet }]);
  });

  it.each([
    [1100, true],
    [1101, false],
  ])("of %i instantiations, where bare openapi-fetch has 1000", (mine, isMet) => {
    const cost = { program: "one call", types: 1, check: 1, total: 1, memory: 1 };
    const costs = [
      { ...cost, client: own.name, instantiations: mine },
      { ...cost, client: bare.name, instantiations: 1000 },
    ];

    expect(typeGoals(costs)).toMatchObject([{ measured: "1.10 ×", isMet }]);
  });

  it("of a pipeline, with what was not measured missed", () => {
    const cost = { processor: 1, memory: 900 };
    const costs = [
      { ...cost, document: "DataMeta", operations: 36, seconds: 2, again: 0.2 },
      { ...cost, document: "GitHub", operations: 1200, seconds: 10, again: 5 },
    ];

    expect(pipelineGoals(costs).map(({ isMet }) => isMet)).toEqual([false, true, true]);
    expect(pipelineGoals([]).map(({ isMet }) => isMet)).toEqual([false, false, false]);
  });

  it("stand in a table; without any, there is none", () => {
    const goal = { goal: "fast", measured: "2 s" };
    const text = printGoals([
      { ...goal, isMet: true },
      { ...goal, isMet: false },
    ]);

    expect(text).toContain("| fast | 2 s | met |\n| fast | 2 s | **missed** |\n");
    expect(printGoals([])).toBe("");
  });
});

describe("the report of the bench", () => {
  const cost = { microseconds: 61.26, ratio: 1.234, spread: [1.1, 1.5] as const };

  it("has a table for each condition, and bytes where they were measured", () => {
    const text = report.printChapter(
      report.reportCalls([
        { ...cost, contender: raw, condition: "loopback, one at a time", bytes: 79869.4 },
        { ...cost, contender: axios, condition: "loopback, 64 at a time", bytes: undefined },
      ]),
    );

    expect(text).toMatch(/^## A call\n/);
    expect(text.slice(text.indexOf("###"))).toBe(`### Loopback, one at a time

| client | errors | µs per call | × raw fetch | quartiles | bytes allocated |
| --- | ---: | ---: | ---: | ---: | ---: |
| raw fetch | by hand | 61.3 | 1.23 | 1.10–1.50 | 79,869 |

### Loopback, 64 at a time

| client | errors | µs per call | × raw fetch | quartiles |
| --- | ---: | ---: | ---: | ---: |
| axios, by hand | one class | 61.3 | 1.23 | 1.10–1.50 |
`);
  });

  it("says who could not be measured, and why", () => {
    expect(report.reportAbsences([{ contender: axios, reason: "it is not there." }])).toBe(
      "Without axios, by hand: it is not there.\n\n",
    );
  });

  it("is a guide of the docs site, with its date", async () => {
    const page = await printPage("## A call\n", new Date("2030-01-31T12:00:00Z"));

    expect(page).toMatch(/^---\ntitle: .+\ndescription: .+\norder: \d+\n---\n/);
    expect(page).toContain("Measured on 2030-01-31 with Node");
  });
});

describe("a document that the bench makes", () => {
  it("has as many operations as it was asked for, and generates without a warning", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "made.json");
    await writeFile(file, JSON.stringify(makeDocument(8)));

    const { files, warnings } = await generateFiles({ spec: file });

    expect(warnings).toEqual([]);
    const table = files.find((each) => each.file === "operations.ts")?.text ?? "";
    expect(table.match(/"(GET|POST|DELETE) \/thing/g)).toHaveLength(8);
  });
});

describe("a value that the bench makes for a schema", () => {
  const document = {
    components: { schemas: { Name: { type: "string", examples: ["Ada"] } } },
  };
  const name = { $ref: "#/components/schemas/Name" };

  it.each([
    ["what a reference leads to", name, "Ada"],
    [
      "the members that are required",
      { required: ["a"], properties: { a: name, b: name } },
      { a: "Ada" },
    ],
    ["an item", { type: "array", items: { type: "integer" } }, [1]],
    ["the first choice", { oneOf: [{ const: 3 }, name] }, 3],
    [
      "all parts together",
      { allOf: [{ required: ["a"], properties: { a: name } }, {}] },
      { a: "Ada" },
    ],
  ])("has %s", (_, schema, wanted) => {
    expect(sample(document, schema)).toEqual(wanted);
  });
});
