import { describe, expect, it } from "vitest";

import { namesIn, sectionOf } from "../../scripts/release/changelog.js";
import { isBefore, leastNext, parseVersion } from "../../scripts/release/version.js";

describe("the lowest next version", () => {
  it.each([
    ["1.2.3", "major", [2, 0, 0]],
    ["1.2.3", "minor", [1, 3, 0]],
    ["1.2.3", "patch", [1, 2, 4]],
    ["0.2.3", "major", [0, 3, 0]],
    ["0.2.3", "minor", [0, 2, 4]],
  ] as const)("after %s with a %s change is %j", (version, change, next) => {
    expect(leastNext(parseVersion(version) ?? [0, 0, 0], change)).toEqual(next);
  });

  it("is compared with another version number by number, from left to right", () => {
    expect(isBefore([1, 9, 9], [2, 0, 0])).toBe(true);
    expect(isBefore([2, 0, 0], [1, 9, 9])).toBe(false);
    expect(isBefore([1, 2, 3], [1, 2, 3])).toBe(false);
  });

  it("must not have a letter, a preview or a leading zero", () => {
    expect(["1.2", "1.2.3-rc.1", "01.2.3", "a.b.c"].map(parseVersion)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("a changelog's section", () => {
  it("is found with a date or brackets, and ends at the next section", () => {
    const text =
      "# Log\n\n## [1.1.0] (2030-01-31)\n\n- New.\n\n### More\n\n- Yes.\n\n## 1.0.0\n\n- Old.\n";

    expect(sectionOf(text, "1.1.0")).toBe("- New.\n\n### More\n\n- Yes.");
    expect(sectionOf(text, "1.0")).toBeUndefined();
  });

  it("has breaks under a separate heading", () => {
    const { breaking, other } = namesIn(
      "- `createTiny` is new.\n\n### Breaking\n\n- `Pet.name` may be `null`.\n\n### Fixed\n\n- `getPet()`",
    );

    expect(breaking).toEqual(new Set(["Pet.name", "Pet", "name", "null"]));
    expect([...other]).toEqual(["createTiny", "getPet()", "getPet"]);
  });
});
