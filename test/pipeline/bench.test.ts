import { expect, it } from "vitest";

import { column, describe as summarize, quantile, table } from "../../scripts/bench/tables.js";

it.each([
  ["the median of an odd number of values", [9, 1, 4], 0.5, 4],
  ["the median of an even number of values", [4, 1, 3, 2], 0.5, 2.5],
  ["a quartile between two values", [10, 2, 4, 8], 0.25, 3.5],
  ["a single value", [7], 0.75, 7],
])("the bench computes %s", (_, values, part, wanted) => {
  expect(quantile(values, part)).toBe(wanted);
});

it("the bench compares values of the same round, so that a slow round does not count", () => {
  const rounds = [
    [1, 2],
    [20, 40],
    [2, 3],
  ];

  expect(column(rounds, 1, 0)).toEqual([2, 2, 1.5]);
  expect(summarize(column(rounds, 1, 0), 2)).toEqual(["2.00", "1.75–2.00"]);
});

it("the bench prints tables in Markdown", () => {
  expect(table(["client", "µs"], [["raw fetch", "1"]])).toBe(
    "| client | µs |\n| --- | ---: |\n| raw fetch | 1 |\n",
  );
});
