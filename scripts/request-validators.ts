import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { build } from "esbuild";

import { isEntryPoint } from "./entry-point.js";
import { GenerationError } from "./generation-error.js";
import { generatedNotice, prettify } from "./prettify.js";
import { count } from "./progress.js";
import { projectRoot } from "./project.js";
import { collectOperations, type OperationRequest } from "./request-validators/operations.js";
import { printedTypes } from "./request-validators/printed-types.js";
import { standaloneSchema } from "./request-validators/standalone-schema.js";
import { placeOf } from "./spec-document.js";
import { runStepCommand } from "./step-command.js";
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
    const bodies = requests.filter(({ body }) => body !== undefined).length;
    return {
      text: await printRequestValidators(requests),
      summary: `${count(requests.length, "operation")}, ${count(bodies, "body validator")}`,
    };
  },
};

async function printRequestValidators(requests: readonly OperationRequest[]): Promise<string> {
  const source = await bundle(`${compileBodies(requests)}\n${printTable(requests)}`);
  const typed = source.replace(bundledExport, () => typedExport(requests));
  return prettify(generatedNotice + header + printedTypes + typed);
}

function compileBodies(requests: readonly OperationRequest[]): string {
  const ajv = new Ajv2020({
    allErrors: true,
    // A server words its messages with the value and the schema around it.
    verbose: true,
    messages: false,
    strict: false,
    // No format is checked in a body: the real server knows none.
    validateFormats: false,
    code: { source: true, esm: true, lines: true },
  });
  const schemaIds: Record<string, string> = {};
  for (const request of requests) {
    if (request.body === undefined) continue;
    const { operationId } = request.entry;
    ajv.addSchema(standaloneSchema(request.body), operationId);
    schemaIds[validatorName(requests, request)] = operationId;
  }
  if (Object.keys(schemaIds).length === 0) return "";
  // Imported as ESM, ajv's CommonJS build hides its default export one level deeper.
  const print = "default" in standalone ? standalone.default : standalone;
  return print(ajv, schemaIds).replaceAll(/^export const /gm, "const ");
}

function validatorName(requests: readonly OperationRequest[], request: OperationRequest): string {
  const name = nameFor(request);
  const other = requests.find(
    (each) => each !== request && each.body !== undefined && nameFor(each) === name,
  );
  if (other !== undefined) {
    throw new GenerationError([
      {
        message: `Two operations would share the validator name ${name}.`,
        places: [request, other].flatMap(({ body }) => (body === undefined ? [] : [placeOf(body)])),
        advice: "Rename one of their operationIds.",
      },
    ]);
  }
  return name;
}

function nameFor({ entry }: OperationRequest): string {
  return `validate${entry.operationId.replace(/\W/g, "_")}`;
}

function printTable(requests: readonly OperationRequest[]): string {
  const entries = requests.map((request) => {
    const { operationId, ...entry } = request.entry;
    const body = request.body === undefined ? "" : `, body: ${nameFor(request)}`;
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
