import { describe, expect, it } from "vitest";

import { listDrifts } from "../../scripts/drift/drifts.js";
import { fetchDocument } from "../../scripts/drift/fetch-document.js";
import { temporaryFolder } from "../pipeline/support/temporary-folder.js";
import { runScript } from "../pipeline/support/run-script.js";
import { serve } from "../support/loopback.js";

const spec = `openapi: 3.1.0
info: { title: Ours, version: "1" }
servers: [{ url: /api/v1 }]
paths:
  /pets:
    get:
      operationId: ListPets
      summary: List the pets
      parameters:
        - { name: kind, in: query, schema: { type: string } }
      responses:
        "200":
          description: The pets
          content:
            application/json:
              schema:
                type: object
                required: [name]
                properties:
                  name: { type: string, description: What it listens to. }
                  age: { type: [integer, "null"] }
        "404": { description: None }
`;

/** The same meaning in other words, another order and the older version of OpenAPI. */
const served = `openapi: 3.0.0
paths:
  /pets:
    get:
      responses:
        "404": { description: Nothing here }
        "200":
          description: OK
          content:
            application/json:
              schema:
                properties:
                  age: { nullable: true, type: integer }
                  name: { type: string }
                required: [name]
                type: object
      parameters:
        - { in: query, name: kind, schema: { type: string }, description: Which ones }
      operationId: ListPets
info: { version: "2", title: Theirs }
servers: [{ url: /api/v1 }]
`;

async function compared(theirs: string, known = "[]\n") {
  const folder = await temporaryFolder({
    ...{ "ours.yaml": spec, "theirs.yaml": theirs, "known.yaml": known },
    "redocly.yaml": "extends: []\n",
  });
  const drift = (given = folder.at("theirs.yaml"), ...more: string[]) =>
    runScript("spec-drift.ts", [
      ...[given, "--spec", folder.at("ours.yaml"), "--known", folder.at("known.yaml")],
      ...["--config", folder.at("redocly.yaml"), ...more],
    ]);
  /** The same without a process of its own. */
  const find = async () => {
    const [mine, other] = await Promise.all(
      ["ours.yaml", "theirs.yaml"].map((name) =>
        fetchDocument(folder.at(name), folder.at("redocly.yaml")),
      ),
    );
    if (mine === undefined || other === undefined) throw new Error("a document is missing");
    return listDrifts(mine, other);
  };
  return { drift, find, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

/** Processes of their own: a busy machine takes a while to start them. */
describe("spec:drift", { timeout: 60_000 }, () => {
  it("finds none where a document says the same in other words", async () => {
    await using documents = await compared(served);

    const { code, stdout, stderr } = await documents.drift();

    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toContain("no drift from v1");
  });

  it.each([
    ["operationId: ListPets", "operationId: AllPets", "another operationId", "listPets"],
    ["name: kind", "name: sort", "the server has no parameter: query parameter `kind`", "listPets"],
    ["name: kind", "required: true, name: kind", "required by the server alone", "listPets"],
    ['"404": { description: Nothing here }', "x-none: true", "no: status 404", "listPets 404"],
    ["nullable: true, ", "", "null by the spec alone: property `age`", "listPets 200"],
    [
      "name: { type: string }",
      "name: { type: integer }",
      "spec string, server integer",
      "listPets 200",
    ],
    [
      "required: [name]",
      "required: []",
      "required by the spec alone: property `name`",
      "listPets 200",
    ],
    [
      "                  age:",
      "                  colour: { type: string }\n                  age:",
      "the spec has no property: property `colour`",
      "listPets 200",
    ],
    [
      "servers:",
      "security: [{ key: [] }]\ncomponents: { securitySchemes: { key: { type: http, scheme: bearer } } }\nservers:",
      "the spec does not take: `key`",
      "listPets",
    ],
  ])("names what %j as %j is", async (from, to, text, at) => {
    await using documents = await compared(served.replace(from, to));

    const drifts = await documents.find();

    expect(drifts.some((drift) => drift.text.includes(text) && drift.at === at)).toBe(true);
  });

  it("passes over what is known, by its reason, for the release that it is said of", async () => {
    const known = "- { reason: It lies., api: v1, kinds: [status-removed], at: ['list* 404'] }\n";
    await using documents = await compared(
      served.replace('"404": { description: Nothing here }', "x-none: true"),
      known,
    );

    const [here, other] = [
      await documents.drift(),
      await documents.drift(undefined, "--api", "v0"),
    ];

    expect(here).toMatchObject({ code: 0, stdout: "known      1 difference: It lies.\n" });
    expect(other.code).toBe(1);
  });

  it("reports a known difference that is none any more", async () => {
    await using documents = await compared(
      served,
      "- { reason: It lies., kinds: [status-removed] }\n",
    );

    const { code, stdout } = await documents.drift();

    expect(code).toBe(1);
    expect(stdout).toContain("outdated");
  });

  it("reads what a server serves beside its API, wherever a proxy puts both", async () => {
    await using documents = await compared(served);
    await using server = await serve(({ path }, response) => {
      response.statusCode = /^\/(lab\/)?openapi\.yaml$/.test(path) ? 200 : 404;
      response.end(served);
    });

    const runs = await Promise.all(
      [server.url, `${server.origin}/`, `${server.origin}/lab/api/v1/`].map((url) =>
        documents.drift(url),
      ),
    );

    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
  });

  it("ends with 2 where there is nothing to compare, and shows no password of a URL", async () => {
    await using documents = await compared(served, "- { kinds: [status-removed] }\n");
    await using server = await serve((_, response) => {
      response.statusCode = 404;
      response.end();
    });
    const url = server.url.replace("//", "//ada:secret@");

    const runs = await Promise.all([
      documents.drift(url),
      documents.drift("no-such-file.yaml"),
      documents.drift(undefined),
      documents.drift(undefined, "--api", "v2"),
      runScript("spec-drift.ts", []),
    ]);

    expect(runs.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2]);
    expect(runs[0].stderr).not.toContain("secret");
    expect(runs[2].stderr).toContain("without a reason");
  });
});
