import { readdir } from "node:fs/promises";
import document from "datameta-client/openapi.json" with { type: "json" };
import { describe, expect, it } from "vitest";
import { runExample } from "./support/run-example.js";
import { openSite } from "./support/site.js";
import { situations, type Situation } from "./support/situations.js";

// The linter ensures that every member of a path is an operation with an operationId.
const paths: Record<
  string,
  Record<string, { operationId: string; "x-since"?: string }>
> = document.paths;
const operations = Object.values(paths).flatMap((path) => Object.values(path));
const operationIds = operations.map(({ operationId }) => operationId).toSorted();
const since = new Map(operations.map((each) => [each.operationId, each["x-since"]]));

const baseUrl = "https://datameta.example.org/api/v1";

describe("the examples", () => {
  it("have exactly one file per operation", async () => {
    const files = await readdir(new URL("../../spec/examples/", import.meta.url));

    expect(files.toSorted()).toEqual(operationIds.map((id) => `${id}.ts`));
    expect(Object.keys(situations).toSorted()).toEqual(operationIds);
  });
});

/** Returns the reason why an example cannot run on a release. The test run prints it. */
function whyNot(name: string, { notOn }: Situation, release: string | undefined) {
  if (release === undefined) return undefined;
  const first = since.get(name);
  if (first === undefined || !isOlder(release, first)) return notOn?.[release];
  return `DataMeta ${release} does not have ${name}, which ${first} added`;
}

function isOlder(release: string, other: string): boolean {
  return release.localeCompare(other, "en", { numeric: true }) < 0;
}

describe("the example of", () => {
  it.for(Object.entries(situations))("%s runs", async ([name, situation], { skip }) => {
    await using site = await openSite();
    const reason = whyNot(name, situation, site.release);
    if (reason !== undefined) skip(reason);
    const { token, password, url } = site;
    const standIns = new Map(Object.entries((await situation.prepare?.(site)) ?? {})).set(
      baseUrl,
      url,
    );

    const lines = await runExample(name, {
      standIns,
      env: { DATAMETA_TOKEN: token, DATAMETA_PASSWORD: password },
    });

    expect(lines.join("\n")).toMatch(situation.prints);
  });
});
