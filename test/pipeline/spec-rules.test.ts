import { cp, readFile, writeFile } from "node:fs/promises";

import { beforeAll, describe, expect, it, vi } from "vitest";

import { readConfig } from "../../scripts/document/read-spec.js";
import { lintSpec } from "../../scripts/lint.js";
import { temporaryFolder } from "./support/temporary-folder.js";

// Linting the whole spec takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** The mistakes in a copy of the spec: the file, a text in it, and its replacement. */
const mistakes = {
  "paths/files.yaml": [
    // POST /files has a body.
    [/ {6}"400":\n.*\n(?= {6}"401":\n.*\n {6}"500")/, ""],
  ],
  "paths/groups.yaml": [
    [/ {6}"403":\n.*\n/, ""],
    ["#/GroupResponse", "#/GroopResponse"],
  ],
  "paths/server.yaml": [[/ {6}"500":\n.*\n/, ""]],
  "paths/services.yaml": [[/ {6}"401":\n.*\n/, ""]],
  "components/schemas/files.yaml": [
    ["  description: The name and checksum of a file, sent before its content.\n", ""],
    ["      description: The file name, as announced.\n", ""],
  ],
} satisfies Record<string, [string | RegExp, string][]>;

/** The lint's message for each mistake. */
const findings = [
  "paths/groups.yaml:… rule/lack-of-rights-documented: The operation must document 403, which the server returns if the caller may not access the resource in the path.",
  'paths/groups.yaml:… no-unresolved-refs: Can\'t resolve $ref "../components/schemas/groups.yaml#/GroopResponse"',
  "paths/files.yaml:… rule/bad-body-documented: The operation must document 400, which the server returns for an invalid parameter or body.",
  "paths/services.yaml:… rule/bad-credential-documented: The operation must document 401, which the server returns for an invalid credential.",
  "paths/server.yaml:… rule/server-error-documented: The operation must document 500, because every operation of this server can fail with it.",
  "components/schemas/files.yaml:… spec/named-schema-description: Schema `FileAnnouncement` needs a description, which becomes the TSDoc of its type.",
  "components/schemas/files.yaml:… rule/property-description: Property `name` needs a description, here or in the target of its `$ref` (files.yaml#/FileUploadResponse/properties/name). It becomes the TSDoc of the member.",
  "openapi.yaml:… spec/no-unused-file: No reference uses paths/unused.yaml. Use it or delete it.",
];

describe("the lint of a spec with mistakes", () => {
  let problems: readonly string[];

  beforeAll(async () => {
    await using folder = await temporaryFolder({ "paths/unused.yaml": "unused: {}\n" });
    await cp("spec", folder.at("."), { recursive: true });
    for (const [file, edits] of Object.entries(mistakes)) {
      const before = await readFile(folder.at(file), "utf8");
      const after = edits.reduce((text, [from, to]) => text.replace(from, to), before);
      await writeFile(folder.at(file), after);
    }
    const config = await readConfig("redocly.yaml");
    const result = await lintSpec(folder.at("openapi.yaml"), config, "warn");
    const isOwn = (problem: string) => /(paths|components|openapi)\S*\.yaml:/.test(problem);
    problems = result.problems
      .filter(isOwn)
      .map((problem) =>
        problem.replace(/^.*?((?:paths\/|components\/|openapi).*?):\d+:\d+/, "$1:…"),
      );
  });

  it.each(findings)("reports: %s", (finding) => {
    expect(problems).toContain(finding);
  });

  it("reports nothing else", () => {
    expect(new Set(problems)).toEqual(new Set(findings));
  });
});
