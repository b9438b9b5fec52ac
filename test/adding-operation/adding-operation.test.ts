import { spawnSync } from "node:child_process";
import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { beforeAll, describe, expect, it, vi } from "vitest";

import { projectRoot } from "../../scripts/command/project.js";
import { temporaryFolder, type TemporaryFolder } from "../pipeline/support/temporary-folder.js";

// A copy of the project is generated, compiled and tested.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const copied = [
  ...["docs", "generated", "scripts", "spec", "src", "test", "CHANGELOG.md", "CONTRIBUTING.md"],
  ...["README.md", "package.json", "redocly.yaml", "vitest.config.ts"],
  ...["tsconfig.base.json", "tsconfig.json", "tsconfig.src.json"],
];

const path = `
project:
  get:
    operationId: GetProject
    x-since: "9.0.0"
    summary: Get a project
    description: Gives the name of a project.
    tags: [Projects]
    parameters:
      - name: id
        in: path
        description: The project's identifier.
        required: true
        schema:
          type: string
        example: DMJ-00000001
    responses:
      "200":
        description: The project.
        content:
          application/json:
            schema:
              $ref: ../components/schemas/projects.yaml#/ProjectResponse
            examples:
              project:
                summary: A project
                value:
                  name: Genomes
      "400":
        $ref: ../components/responses.yaml#/ValidationFailed
      "401":
        $ref: ../components/responses.yaml#/Unauthorized
      "403":
        $ref: ../components/responses.yaml#/Forbidden
      "404":
        $ref: ../components/responses.yaml#/NotFoundPage
      "500":
        $ref: ../components/responses.yaml#/InternalServerError
`;

const schema = `
ProjectResponse:
  description: A project.
  type: object
  required: [name]
  properties:
    name:
      description: The project's name.
      type: string
`;

const example = `import { createClient } from "datameta-client";

const datameta = createClient({
  baseUrl: "https://datameta.example.org/api/v1",
  auth: { bearer: process.env["DATAMETA_TOKEN"] ?? "" },
});

const { name } = await datameta.getProject({ id: "DMJ-00000001" });

console.log(name);
`;

/** The tests that cover every operation. The docs are built in a separate test below. */
const tests = [
  ...["test/examples", "test/docs/guides.test.ts", "test/contract/coverage.test.ts"],
  ...["test/contract/operations/authentication.test.ts", "test/testing/operations.test.ts"],
  ...["test/properties/paths.test.ts", "test/tee"],
];

describe("an operation that is added to a copy by the steps in CONTRIBUTING.md", () => {
  let folder: TemporaryFolder;

  const run = (program: string, ...args: readonly string[]) => {
    const command = join(projectRoot, "node_modules", ".bin", program);
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: folder.path,
      encoding: "utf8",
    });
    return status === 0 ? "passed" : stdout + stderr;
  };

  beforeAll(async () => {
    folder = await temporaryFolder();
    for (const name of copied) {
      await cp(join(projectRoot, name), folder.at(name), { recursive: true });
    }
    await symlink(join(projectRoot, "node_modules"), folder.at("node_modules"));

    const edit = async (file: string, before: string, after: string) => {
      const text = await readFile(folder.at(file), "utf8");
      expect(text).toContain(before);
      await writeFile(folder.at(file), text.replace(before, after));
    };
    // Step 1
    await folder.write({
      "spec/paths/projects.yaml": path.trimStart(),
      "spec/components/schemas/projects.yaml": schema.trimStart(),
    });
    const reference = "  /projects/{id}:\n    $ref: paths/projects.yaml#/project\n";
    await edit("spec/openapi.yaml", "paths:\n", `paths:\n${reference}`);
    const tag = "  - name: Projects\n    description: Groups of related data.\n";
    await edit("spec/openapi.yaml", "tags:\n", `tags:\n${tag}`);
    // Step 2
    expect(run("tsx", "scripts/generate.ts")).toBe("passed");
    // Step 3. Step 4 is not needed, because no release of the embedded server has the operation.
    await folder.write({ "spec/examples/GetProject.ts": example });
    const situation = "  GetProject: { prints: /^.+$/ },\n  GetServerInfo:";
    await edit("test/examples/support/situations.ts", "  GetServerInfo:", situation);

    return () => folder[Symbol.asyncDispose]();
  });

  it("is a method that compiles in strict programs", () => {
    expect(run("tsc", "-p", "tsconfig.json", "--noEmit")).toBe("passed");
  });

  it("passes the tests that cover every operation", () => {
    const only = ["quick", "full", "embedded v1"].flatMap((name) => ["--project", name]);

    const result = run("vitest", "run", ...tests, ...only);
    expect(result, result).toBe("passed");
  });

  it("has a page in the docs", async () => {
    expect(run("tsx", "scripts/docs.ts", "--out", folder.at("site"))).toBe("passed");
    expect(await folder.read("site/operations/getProject.html")).toContain("getProject");
  });
});
