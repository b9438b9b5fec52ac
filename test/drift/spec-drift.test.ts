import { describe, expect, it } from "vitest";

import { download } from "../../scripts/diff/download.js";
import { readDocument } from "../../scripts/diff/read-document.js";
import { checkDrift, listDrifts } from "../../scripts/spec-drift.js";
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

/** The same document with other descriptions, in another order and in OpenAPI 3.0. */
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
  const drift = (server = folder.at("theirs.yaml"), ...more: string[]) =>
    runScript("spec-drift.ts", [
      ...[server, "--spec", folder.at("ours.yaml"), "--known", folder.at("known.yaml")],
      ...["--config", folder.at("redocly.yaml"), ...more],
    ]);
  const find = async () => {
    const read = (name: string) => readDocument(folder.at(name), folder.at("redocly.yaml"));
    return listDrifts(await read("theirs.yaml"), await read("ours.yaml"));
  };
  const check = async (api?: string) => {
    const files = { server: folder.at("theirs.yaml"), spec: folder.at("ours.yaml") };
    const lists = { known: folder.at("known.yaml"), config: folder.at("redocly.yaml") };
    return (await checkDrift({ ...files, ...lists, api })).separated;
  };
  return { drift, find, check, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

describe("spec:drift", { timeout: 120_000 }, () => {
  it("finds no drift if only words, order and OpenAPI version differ", async () => {
    await using documents = await compared(served);

    const { code, stdout, stderr } = await documents.drift();

    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toContain("no drift from v1");
  });

  it.each([
    ["operationId: ListPets", "operationId: AllPets", "renamed listPets operationId"],
    ["name: kind", "name: sort", "added listPets argument kind"],
    ["name: kind", "required: true, name: kind", "optional listPets argument kind"],
    ['"404": { description: Nothing here }', "", "new-status listPets 404"],
    ["nullable: true, ", "", "widened listPets 200.age"],
    ["name: { type: string }", "name: { type: integer }", "changed listPets 200.name"],
    ["name: { type: string }", "name: { type: string, maxLength: 9 }", "looser listPets 200.name"],
    ["required: [name]", "required: []", "required listPets 200.name"],
    ["required: [name]", "not: { minProperties: 9 }, required: [name]", "looser listPets 200"],
    [
      "required: [name]",
      "dependentRequired: { age: [name] }, required: [name]",
      "looser listPets 200",
    ],
    [
      "required: [name]",
      "propertyNames: { maxLength: 9 }, required: [name]",
      "looser listPets 200",
    ],
    [
      "                  age:",
      "                  colour: { type: string }\n                  age:",
      "removed listPets 200.colour",
    ],
    [
      "servers:",
      "security: [{ key: [] }]\ncomponents: { securitySchemes: { key: { type: http, scheme: bearer } } }\nservers:",
      "widened security credentials",
    ],
  ])("replaces %j by %j and reports %j", async (from, to, found) => {
    const changed = served.replace(
      from,
      to.replace(", required: [name]", "\n                required: [name]"),
    );
    await using documents = await compared(changed);

    const drifts = await documents.find();

    expect(drifts.map(({ kind, subject }) => `${kind} ${subject}`)).toContain(found);
  });

  it("accepts a known difference for the release that its entry names", async () => {
    const known =
      "- { reason: The server never sends it., api: v1, kinds: [new-status], at: ['list* 404'] }\n";
    await using documents = await compared(
      served.replace('"404": { description: Nothing here }', ""),
      known,
    );

    const [here, other] = [await documents.check("v1"), await documents.check("v0")];

    expect(here).toMatchObject({ left: [], outdated: [] });
    expect([...here.accepted.keys()].map(({ reason }) => reason)).toEqual([
      "The server never sends it.",
    ]);
    expect(other.left).toHaveLength(1);
  });

  it("reports a known difference that no longer exists", async () => {
    const known = "- { reason: The server never sends it., kinds: [widened] }\n";
    await using documents = await compared(served, known);

    const { outdated } = await documents.check();

    expect(outdated.map(({ reason }) => reason)).toEqual(["The server never sends it."]);
  });

  it("reads the document next to a server's API, also below a proxy's path", async () => {
    await using server = await serve(({ path }, response) => {
      response.statusCode = /^\/(lab\/)?openapi\.yaml$/.test(path) ? 200 : 404;
      response.end(served);
    });

    const texts = await Promise.all(
      [server.url, `${server.origin}/`, `${server.origin}/lab/api/v1/`].map(download),
    );

    expect(new Set(texts)).toEqual(new Set([served]));
  });

  it("rejects a known difference without a reason", async () => {
    await using documents = await compared(served, "- { kinds: [widened] }\n");

    await expect(documents.check()).rejects.toThrow("without a reason");
  });

  it("exits with 2 if there is no document, and does not print the password in a URL", async () => {
    await using documents = await compared(served);
    await using server = await serve((_, response) => {
      response.statusCode = 404;
      response.end();
    });

    const { code, stderr } = await documents.drift(server.url.replace("//", "//ada:secret@"));

    expect(code).toBe(2);
    expect(stderr).toContain("returned status 404");
    expect(stderr).not.toContain("secret");
  });
});
