import { analyzeMetafile } from "esbuild";
import { describe, expect, it } from "vitest";
import { budget, weighOurs } from "../../scripts/size.js";

describe("an app with four calls", () => {
  it("weighs no more than its budget, and not much less", async () => {
    const { gzip, metafile } = await weighOurs();

    expect(gzip, await analyzeMetafile(metafile)).toBeLessThanOrEqual(budget);
    // A budget that is far away says nothing when the app grows.
    expect(gzip).toBeGreaterThan(budget - 500);
  });

  it("holds the calls, and none of the subpaths", async () => {
    const { metafile } = await weighOurs();

    const names = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
    expect(names).toContain("src/client.ts");
    expect(names).toContain("generated/operations.ts");
    expect(
      names.filter((name) => /src\/(openapi|testing|validate)\/|-validators/.test(name)),
    ).toEqual([]);
  });
});
