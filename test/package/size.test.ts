import { describe, expect, it } from "vitest";
import { readBudget } from "../../scripts/size.js";
import {
  changedModules,
  formatChanges,
  isLarger,
  parseBudget,
} from "../../scripts/size/compare.js";
import { measureAppSize } from "../../scripts/size/measure.js";

describe("an app with four calls", () => {
  it("weighs no more than its budget", async () => {
    const budget = await readBudget();

    const size = await measureAppSize();

    expect(
      isLarger(size, budget),
      `The app has grown; make it smaller, or run \`npm run size -- --write\`:\n${formatChanges(size, budget)}`,
    ).toBe(false);
  });

  it("holds the calls, and none of the subpaths", async () => {
    const { modules } = await measureAppSize();

    const names = Object.keys(modules);
    expect(names).toContain("src/client.ts");
    expect(names).toContain("generated/operations.ts");
    expect(names.filter((name) => /src\/.+\/|-validators/.test(name))).toEqual([]);
  });
});

describe("the comparison of sizes", () => {
  const budget = { minified: 1000, gzip: 500, modules: { "src/a.ts": 600, "src/b.ts": 400 } };

  it("names what grew, what shrank, what is new and what is gone", () => {
    const size = { minified: 1100, gzip: 550, modules: { "src/a.ts": 650, "src/c.ts": 450 } };

    expect(isLarger(size, budget)).toBe(true);
    expect(changedModules(size, budget)).toEqual([
      { name: "src/c.ts", before: undefined, after: 450 },
      { name: "src/a.ts", before: 600, after: 650 },
      { name: "src/b.ts", before: 400, after: undefined },
    ]);
    expect(formatChanges(size, budget)).toMatch(/^src\/a\.ts +600 → 650 {2}\+50$/m);
  });

  it("lets bytes move from one module to another", () => {
    const size = { ...budget, modules: { "src/a.ts": 500, "src/b.ts": 500 } };

    expect(isLarger(size, budget)).toBe(false);
  });

  it("sees bytes that compress well, and bytes that do not", () => {
    expect(isLarger({ ...budget, minified: 1001 }, budget)).toBe(true);
    expect(isLarger({ ...budget, gzip: 517 }, budget)).toBe(true);
    expect(isLarger({ ...budget, gzip: 516 }, budget)).toBe(false);
  });

  it.each([null, {}, { minified: 1, gzip: 1 }, { minified: 1, gzip: 1, modules: { a: "1" } }])(
    "refuses %j as a budget",
    (value) => {
      expect(() => parseBudget(value)).toThrow(TypeError);
    },
  );
});
