import { analyzeMetafile } from "esbuild";
import { describe, expect, it } from "vitest";
import { budget, weighOurs } from "../../scripts/size.js";

describe("an app with four calls", () => {
  it("is not larger than its budget, and not much smaller", async () => {
    const { gzip, metafile } = await weighOurs();

    expect(gzip, await analyzeMetafile(metafile)).toBeLessThanOrEqual(budget);
    // A budget that is much too large would not show that the app grows.
    expect(gzip).toBeGreaterThan(budget - 500);
  });

  it("contains the calls, but no subpath of the package", async () => {
    const { metafile } = await weighOurs();

    const names = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
    expect(names).toContain("src/client.ts");
    expect(names).toContain("generated/operations.ts");
    expect(
      names.filter((name) => /src\/(openapi|testing|validate)\/|-validators/.test(name)),
    ).toEqual([]);
  });
});
