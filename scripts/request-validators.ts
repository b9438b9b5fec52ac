import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { build } from "esbuild";

import { isEntryPoint } from "./command/entry-point.js";
import type { Problem } from "./command/generation-error.js";
import { generatedNotice, prettify } from "./prettify.js";
import { count } from "./command/progress.js";
import { projectRoot } from "./command/project.js";
import { collectOperations, type OperationRequest } from "./request-validators/operations.js";
import { printedTypes } from "./request-validators/printed-types.js";
import { standaloneSchema } from "./request-validators/standalone-schema.js";
import { placeOf, type SpecNode } from "./document/spec-document.js";
import { runStepCommand } from "./command/step-command.js";
import type { Step } from "./step.js";

/**
 * Prints what a server must know to take requests as the document says: one entry per operation
 * (method, path, security, parameters), with the validator of its JSON body compiled by ajv.
 */
export const requestValidatorsStep: Step = {
  name: "request-validators",
  file: "request-validators.ts",
  purpose: "compiles the validators of request bodies, for servers that follow the document",
  async run(spec) {
    const requests = collectOperations(spec);
    const { code, names, warnings } = compileBodies(requests);
    const source = await bundle(`${code}\n${printTable(requests, names)}`);
    const typed = source.replace(bundledExport, () => typedExport(requests));
    return {
      text: await prettify(generatedNotice + header + printedTypes + typed),
      summary: `${count(requests.length, "operation")}, ${count(names.size, "body validator")}`,
      warnings,
    };
  },
};

interface CompiledBodies {
  readonly code: string;
  /** The validator of each request that has one. */
  readonly names: ReadonlyMap<OperationRequest, string>;
  readonly warnings: readonly Problem[];
}

function compileBodies(requests: readonly OperationRequest[]): CompiledBodies {
  const ajv = new Ajv2020({
    allErrors: true,
    // A server words its messages with the value and the schema around it.
    verbose: true,
    messages: false,
    strict: false,
    validateSchema: false,
    // No format is checked in a body: the real server knows none.
    validateFormats: false,
    logger: false,
    code: { source: true, esm: true, lines: true },
  });
  const names = new Map<OperationRequest, string>();
  const schemaIds: Record<string, string> = {};
  const warnings: Problem[] = [];
  for (const request of requests) {
    if (request.body === undefined) continue;
    const { operationId } = request.entry;
    try {
      ajv.compile({ ...standaloneSchema(request.body), $id: operationId });
    } catch (error) {
      warnings.push(notCompiled(request.body, operationId, error));
      continue;
    }
    const name = freeName(`validate${operationId.replace(/\W/g, "_")}`, schemaIds);
    names.set(request, name);
    schemaIds[name] = operationId;
  }
  // Imported as ESM, ajv's CommonJS build hides its default export one level deeper.
  const print = "default" in standalone ? standalone.default : standalone;
  const code = names.size === 0 ? "" : print(ajv, schemaIds);
  return { code: code.replaceAll(/^export const /gm, "const "), names, warnings };
}

function notCompiled(body: SpecNode, operationId: string, error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    message: `The body of ${operationId} is left unchecked: ${reason}.`,
    places: [placeOf(body)],
    advice: "Write its schema in JSON Schema 2020-12, as OpenAPI 3.1 does.",
  };
}

/** Two operationIds may differ in characters alone that no identifier can have. */
function freeName(wanted: string, taken: Readonly<Record<string, unknown>>): string {
  let name = wanted;
  for (let number = 2; Object.hasOwn(taken, name); number++) name = `${wanted}_${number}`;
  return name;
}

function printTable(
  requests: readonly OperationRequest[],
  names: ReadonlyMap<OperationRequest, string>,
): string {
  const entries = requests.map((request) => {
    const { operationId, ...entry } = request.entry;
    const name = names.get(request);
    const body = name === undefined ? "" : `, body: ${name}`;
    return `${JSON.stringify(operationId)}: { ${JSON.stringify(entry).slice(1, -1)}${body} }`;
  });
  return `export const table = { ${entries.join(",\n")} };\n`;
}

/** Inlines the run-time helpers of ajv, which its code requires by name. */
async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: projectRoot, loader: "js" },
    absWorkingDir: projectRoot,
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
  });
  return outputFiles.map(({ text }) => text.replaceAll(/^\s*\/\/ .*\n/gm, "")).join("");
}

const header = `/* eslint-disable -- Printed by ajv and esbuild, whose style this is. */
// @ts-nocheck -- ajv prints plain JavaScript; only what is exported is typed.

`;

const bundledExport = /export \{\s*table\s*\};\s*$/;

function typedExport(requests: readonly OperationRequest[]): string {
  const ids = requests.map(({ entry }) => JSON.stringify(entry.operationId));
  return `
export type OperationId = ${ids.join(" | ") || "never"};

/** Every operation of the document, by its operationId. */
export const requestOperations: Readonly<Record<OperationId, RequestOperation>> = table;
`;
}

if (isEntryPoint(import.meta.url)) await runStepCommand(requestValidatorsStep);
