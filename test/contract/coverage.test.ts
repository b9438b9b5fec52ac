import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readCoverage, tableFile } from "./support/coverage.js";
import { listNeedlessReasons, listUnseen, printCoverage } from "./support/coverage-table.js";

describe("the coverage of the contract suite", () => {
  it("is printed from coverage.json", () => {
    expect(readFileSync(tableFile, "utf8")).toBe(printCoverage(readCoverage()));
  });

  it("has a reason for each documented response that no real server returned", () => {
    const unexplained = listUnseen(readCoverage()).filter(({ reason }) => reason === undefined);

    expect(unexplained).toEqual([]);
  });

  it("has no reason for a response that was seen", () => {
    expect(listNeedlessReasons(readCoverage())).toEqual([]);
  });

  it.for(["v1", "v0"] as const)("is the same on both %s servers", (api) => {
    const coverage = readCoverage();

    expect(coverage[`embedded ${api}`]).toEqual(coverage[`real ${api}`]);
  });
});
