import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AddressInfo } from "node:net";

import { describe, expect, it } from "vitest";

import { groupProblems } from "../../scripts/command/generation-error.js";
import { generateCommand, generateFiles } from "../../scripts/generate.js";
import { operationsStep } from "../../scripts/operations.js";
import { schemaStep } from "../../scripts/schema.js";
import { writeOutputs } from "../../scripts/step.js";
import { failureOf } from "../support/failure-of.js";
import { callCommand } from "./support/call-command.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const head = 'openapi: 3.1.0\ninfo: { title: Any, version: "1" }\n';

/** A document with one schema. */
const withSchema = (schema: string) =>
  `${head}paths: {}\ncomponents: { schemas: { A: ${schema} } }\n`;

const generate = (spec: string, allowed: string[] = []) =>
  generateFiles({ spec, only: [schemaStep, operationsStep], allowed });

describe("a reference", () => {
  it.each([
    ["to another folder", "../secret.json"],
    ["that leaves the folder through a symbolic link", "./link/secret.json"],
    ["to a file by its URL", "file:///etc/hostname"],
  ])("%s is rejected", async (_, reference) => {
    await using folder = await temporaryFolder({
      "secret.json": '{ "type": "string", "description": "canary" }',
      "spec/api.yaml": withSchema(`{ $ref: "${reference}" }`),
    });
    await symlink(folder.at("."), folder.at("spec/link"));

    const failure = await failureOf(generate(folder.at("spec/api.yaml")));

    expect(String(failure)).toMatch(/api\.yaml:4:\d+ .*\$ref ".*" ?.*outside the folder/);
    expect(String(failure)).not.toContain("canary");
  });

  it("to an allowed folder is read", async () => {
    await using folder = await temporaryFolder({
      "shared/a.json": '{ "type": "string", "description": "from there" }',
      "spec/api.yaml": withSchema('{ $ref: "../shared/a.json" }'),
    });

    const { files } = await generate(folder.at("spec/api.yaml"), [folder.at("shared")]);

    expect(files[0]?.text).toContain("from there");
  });

  it("to the network is fetched only if it is allowed", async () => {
    const asked: string[] = [];
    const server = createServer(({ url = "" }, response) => {
      asked.push(url);
      response.end('{ "type": "string", "description": "fetched" }');
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      await using folder = await temporaryFolder({
        "api.yaml": withSchema(`{ $ref: "${origin}/shared/a.json" }`),
      });

      const failure = await failureOf(generate(folder.at("api.yaml"), [`${origin}/share`]));
      expect(String(failure)).toContain("is on the network, so it is not read");
      expect(asked).toEqual([]);
      const { files } = await generate(folder.at("api.yaml"), [`${origin}/shared`]);
      expect(files[0]?.text).toContain("fetched");
    } finally {
      server.close();
    }
  });
});

describe("a document that is too large is rejected:", () => {
  const levels = Array.from({ length: 20 }, (_, level) => {
    const last = `*a${level - 1}`;
    return level === 0 ? "a0: &a0 [x, x]" : `a${level}: &a${level} [${last}, ${last}]`;
  });

  it.each([
    [
      "aliases that represent gigabytes",
      `${head}paths: {}\nx-bomb:\n  ${levels.join("\n  ")}\n`,
      /times as large/,
    ],
    ["an alias that contains itself", `${head}paths: {}\nx-self: &a [*a]\n`, /contains itself/],
    [
      "a thousand levels",
      `${head}paths: {}\nx-deep: ${"[".repeat(1000)}${"]".repeat(1000)}\n`,
      /maxDepth/,
    ],
  ])("%s", async (_, text, message) => {
    await using folder = await temporaryFolder({ "api.yaml": text });

    const failure = await failureOf(generate(folder.at("api.yaml")));

    expect(failure).toMatchObject({ name: "GenerationError" });
    expect(String(failure)).toMatch(message);
  });
});

describe("outputs", () => {
  const outputs = (folder: string, text: string) =>
    ["a", "b", "c"].map((name) => ({ path: join(folder, name), text }));

  it("of parallel runs are never mixed", async () => {
    await using folder = await temporaryFolder({});

    await Promise.all(
      ["1", "2", "3", "4"].map((text) => writeOutputs(outputs(folder.at("out"), text))),
    );

    expect(new Set(Object.values(await folder.snapshot("out"))).size).toBe(1);
    expect(await readdir(folder.at("out"))).toHaveLength(3);
  });

  it("are written after a killed run, whose temporary files are removed", async () => {
    await using folder = await temporaryFolder({ "out/a": "old" });
    const killed = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await new Promise((started) => killed.once("spawn", started));
    await writeFile(folder.at("out/.datameta-client.lock"), String(killed.pid));
    await writeFile(folder.at(`out/.a.${killed.pid}.tmp`), "half");
    const ended = new Promise((done) => killed.once("exit", done));
    killed.kill("SIGKILL");
    await ended;

    await writeOutputs(outputs(folder.at("out"), "new"));

    expect(await folder.snapshot("out")).toEqual({
      "out/a": "new",
      "out/b": "new",
      "out/c": "new",
    });
    expect(await readdir(folder.at("out"))).toHaveLength(3);
  });

  it.each([
    [["--out", ""], /--out is missing or empty/],
    [["--spec", ""], /--spec is missing or empty/],
  ])("are not written with %j", async (args, message) => {
    const { code, stderr } = await callCommand(generateCommand, ...args);

    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it("never replace the document itself", async () => {
    await using folder = await temporaryFolder({ "openapi.json": "{}" });
    await mkdir(folder.at("out"));

    const args = ["--spec", folder.at("openapi.json"), "--out", folder.at(".")];
    const { code, stderr } = await callCommand(generateCommand, ...args);

    expect(code).toBe(1);
    expect(stderr).toContain("is the document itself and would be overwritten");
    expect(await folder.snapshot()).toEqual({ "openapi.json": "{}" });
  });
});

describe("names", () => {
  const answer = "{ responses: { 200: { description: ok } } }";
  const paths = ["/a/b", "/a-b", "/c/{id}", "/c/by-id", "/d"].map(
    (path) =>
      `  ${path}: { get: ${answer}${path.includes("{") ? ", parameters: [{ name: id, in: path, required: true, schema: { type: string } }]" : ""} }`,
  );

  it("do not depend on the order of the paths, and equal names spell out the separators", async () => {
    const texts: string[] = [];
    for (const order of [paths, [...paths].reverse()]) {
      await using folder = await temporaryFolder({
        "api.yaml": `${head}paths:\n${order.join("\n")}\n`,
      });
      const { files } = await generate(folder.at("api.yaml"));
      texts.push(files.map(({ text }) => text).join("\n"));
    }

    expect(texts[1]).toBe(texts[0]);
    const names = Array.from(texts[0]?.matchAll(/^(get\w*): \{/gm) ?? [], ([, name]) => name);
    expect(names).toEqual([
      ...["getADashB", "getASlashB", "getCSlashBraceId", "getCSlashByDashId", "getD"],
    ]);
  });
});

it("warnings are printed as one line per kind, with the count and the first three places", () => {
  const problem = (name: string) => ({
    message: `The parameter "${name}" is odd.`,
    places: [`api.yaml:${name}`],
    advice: "It is omitted.",
  });

  expect(groupProblems([problem("1")])).toEqual([
    'The parameter "1" is odd. It is omitted. (api.yaml:1)',
  ]);
  expect(groupProblems(["1", "2", "3", "4", "5"].map(problem))).toEqual([
    '5 × The parameter "…" is odd. It is omitted. (api.yaml:1, api.yaml:2, api.yaml:3, and 2 more)',
  ]);
});

it("a document with hundreds of headers and empty bodies that OpenAPI ignores gives no warning of them", async () => {
  const operation = (id: number) => ({
    operationId: `Get${id}`,
    parameters: ["Accept", "Content-Type", "From"].map((name) => ({
      ...{ name, in: "header", schema: { type: "string" } },
    })),
    requestBody: { content: { "application/json": { schema: { type: "object" } } } },
    responses: { 404: { description: "Not there." } },
  });
  const ids = Array.from({ length: 300 }, (_, id) => id);
  const document = {
    ...{ openapi: "3.0.3", info: { title: "Incidents", version: "1" } },
    paths: Object.fromEntries(ids.map((id) => [`/things/${id}`, { get: operation(id) }])),
  };
  await using folder = await temporaryFolder({ "api.json": JSON.stringify(document) });

  const { warnings } = await generateFiles({ spec: folder.at("api.json") });

  const place = (id: number) => `\\S*api\\.json:1:\\d+ #/paths/~1things~1${id}/get`;
  expect(groupProblems(warnings)).toEqual([
    expect.stringMatching(
      `^300 × The operation documents no success\\. .* \\(${place(0)}, ${place(1)}, ${place(10)}, and 297 more\\)$`,
    ),
  ]);
});
