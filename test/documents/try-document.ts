import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { createOpenApiClient, type OpenApi } from "datameta-client/openapi";
import { readConfig, readSpec } from "../../scripts/document/read-spec.js";
import { child, members } from "../../scripts/document/spec-document.js";
import { generateFiles } from "../../scripts/generate.js";
import { normalizeDocument } from "../../scripts/normalize.js";
import { listOperations, type Operation } from "../../scripts/operations.js";
import { writeOutputs } from "../../scripts/step.js";
import { compileErrors } from "../pipeline/any-document/support/compile.js";
import { answerOf, serveExamples } from "./example-server.js";
import { exampleOf, sampleOf } from "./samples.js";

export interface Trial {
  readonly operations: number;
  readonly bytes: number;
  readonly milliseconds: number;
  readonly warnings: readonly string[];
  readonly called: number;
  readonly failures: readonly string[];
}

/** Generates a document's files, compiles them, and calls all operations on a server with its examples. */
export async function tryDocument(spec: string, folder: string): Promise<Trial> {
  const begin = performance.now();
  const { files, warnings } = await generateFiles({ spec });
  const milliseconds = performance.now() - begin;
  await writeOutputs(files.map(({ file, text }) => ({ path: join(folder, file), text })));

  const sources = files.map(({ file }) => file).filter((file) => file.endsWith(".ts"));
  const errors = compileErrors(sources.map((file) => join(folder, file)));

  const { spec: normalized } = normalizeDocument(await readSpec(spec, await readConfig(undefined)));
  const { operations } = listOperations(normalized);
  const calls = await callAll(operations, join(folder, "operations.ts"));
  return {
    operations: operations.length,
    bytes: files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0),
    milliseconds,
    warnings: warnings.map(({ message }) => message),
    called: operations.length - calls.length,
    failures: [...errors.map((error) => `tsc: ${error}`), ...calls],
  };
}

async function callAll(operations: readonly Operation[], table: string): Promise<string[]> {
  await using server = await serveExamples(operations);
  // Safe: the generated table has this type. Otherwise, every call fails.
  const api = (await import(pathToFileURL(table).href)) as OpenApi;
  const auth = Object.fromEntries(
    Object.entries(api.securitySchemes).flatMap(([name, scheme]) => {
      if (scheme.type === "mutualTLS") return [];
      const isBasic = scheme.type === "http" && scheme.scheme === "Basic";
      return [[name, isBasic ? { username: "ada", password: "secret" } : "secret"]];
    }),
  );
  // The compiler does not have the types of a document that is read at run time.
  const client = createOpenApiClient<Record<string, never>, never>(api as never, {
    baseUrl: server.origin,
    auth: auth,
    retry: 0,
    // The servers of operations are real ones, which must not be called.
    operationServers: false,
  }) as Readonly<Record<string, (args: object) => Promise<unknown>>>;

  const failures: string[] = [];
  for (const operation of operations) {
    const { methodName, method, path } = operation;
    try {
      const data = await client[methodName]?.(argumentsOf(operation));
      const wanted = answerOf(operation);
      // Other tests read streams.
      if (wanted.kind === "events" || wanted.kind === "lines") continue;
      const same =
        data instanceof Blob
          ? (await data.text()) === String(wanted.data)
          : isDeepStrictEqual(data, wanted.kind === "text" ? String(wanted.data) : wanted.data);
      if (!same) failures.push(`${method} ${path}: the data differs from the example`);
    } catch (error) {
      failures.push(`${method} ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return failures;
}

function argumentsOf(operation: Operation): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  for (const { argument, in: place, node } of operation.parameters) {
    const [content] = members(child(node, "content"));
    const example = content === undefined ? exampleOf(node) : exampleOf(content[1]);
    // An empty value would change the path to another one.
    const isEmpty = example === "" || (Array.isArray(example) && example.length === 0);
    args[argument] = place === "path" && isEmpty ? "sample" : example;
  }
  if (operation.body === "none") return args;
  const content = child(child(operation.node, "requestBody"), "content");
  const isForm = /multipart|urlencoded/.test(operation.contentType);
  const isJson = operation.contentType.includes("json");
  const media = child(content, operation.contentType);
  const example = isForm ? sampleOf(child(media, "schema")) : exampleOf(media);
  args["body"] = isJson ? example : isForm ? Object(example) : String(example);
  return args;
}
