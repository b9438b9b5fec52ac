import { readdir } from "node:fs/promises";
import document from "datameta-client/openapi.json" with { type: "json" };
import { describe, expect, it } from "vitest";
import { runExample } from "./support/run-example.js";
import { openSite } from "./support/site.js";
import { situations } from "./support/situations.js";

// The linter holds every member of a path to be an operation with an operationId.
const paths: Record<string, Record<string, { operationId: string }>> = document.paths;
const operationIds = Object.values(paths)
  .flatMap((path) => Object.values(path))
  .map(({ operationId }) => operationId)
  .toSorted();

const baseUrl = "https://datameta.example.org/api/v1";

describe("the examples", () => {
  it("are one for each operation, and no other", async () => {
    const files = await readdir(new URL("../../spec/examples/", import.meta.url));

    expect(files.toSorted()).toEqual(operationIds.map((id) => `${id}.ts`));
    expect(Object.keys(situations).toSorted()).toEqual(operationIds);
  });
});

describe("the example of", () => {
  it.each(Object.entries(situations))("%s runs", async (name, { prepare, prints }) => {
    await using site = await openSite();
    const { token, password, url } = site;
    const standIns = new Map(Object.entries((await prepare?.(site)) ?? {})).set(baseUrl, url);

    const lines = await runExample(name, {
      standIns,
      env: { DATAMETA_TOKEN: token, DATAMETA_PASSWORD: password },
    });

    expect(lines.join("\n")).toMatch(prints);
  });
});
