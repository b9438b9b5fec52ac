import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { projectRoot } from "../../scripts/command/project.js";
import { compareTypes } from "./type-differences.js";
import { kinds } from "./type-kinds.js";

/** Documents that one of the generators rejects. */
const rejected = ["circular-alias.yaml", "null-extension.yaml", "reference-outside.json"];

const folder = fileURLToPath(new URL("cases", import.meta.url));
const names = readdirSync(folder).filter((name) => !rejected.includes(name));

describe("our types differ from those of openapi-typescript only in listed kinds", () => {
  it.each(names)("%s", async (name) => {
    const { unexplained } = await compareTypes(join(folder, name));

    expect(unexplained).toEqual([]);
  });

  it("which are all in the guide", async () => {
    const guide = await readFile(join(projectRoot, "docs", "your-own-api.md"), "utf8");
    const { counts } = await compareTypes(join(folder, "read-only-and-write-only.yaml"));

    expect(counts.size).toBeGreaterThan(0);
    for (const kind of Object.keys(kinds)) expect(guide).toContain(`- ${kind}`);
  });
});
