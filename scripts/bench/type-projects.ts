import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { operations } from "../../generated/operations.js";
import { isObject, memberOf, type JsonObject } from "../document/spec-document.js";
import { projectRoot } from "../command/project.js";
import { sample } from "./sample.js";

/** An operation with arguments that the compiler accepts. */
interface SampleCall {
  readonly methodName: string;
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly pathArguments: JsonObject;
  readonly query: JsonObject;
  readonly body: unknown;
}

/** A program that the compiler is timed with. */
export interface TypeProgram {
  readonly client: string;
  readonly text: string;
}

const clients: readonly { name: string; head: string; print: (call: SampleCall) => string }[] = [
  {
    name: "datameta-client",
    head: `import { createClient } from "datameta-client";
const client = createClient({ baseUrl: "https://localhost/api/v1" });`,
    print: ({ methodName, pathArguments, query, body }) =>
      `client.${methodName}(${printArguments({ ...pathArguments, ...query, body })})`,
  },
  {
    name: "openapi-fetch, bare",
    head: `import createClient from "openapi-fetch";
import type { paths } from "../generated/schema.js";
const client = createClient<paths>({ baseUrl: "https://localhost/api/v1" });`,
    print: ({ method, path, pathArguments, query, body }) => {
      const params = orNothing({ path: orNothing(pathArguments), query: orNothing(query) });
      return `client.${method}("${path}", ${printArguments({ params, body })})`;
    },
  },
  {
    name: "hey-api (client-fetch)",
    head: `import * as client from "../generated/hey-api/sdk.gen";`,
    print: ({ operationId, pathArguments, query, body }) => {
      const name = operationId.charAt(0).toLowerCase() + operationId.slice(1);
      const args = { path: orNothing(pathArguments), query: orNothing(query), body };
      return `client.${name}(${printArguments(args)})`;
    },
  },
];

/** A program per client: with the call of one operation, or with a call of each. */
export async function makeTypePrograms(extent: "one" | "all"): Promise<TypeProgram[]> {
  const all = await listCalls();
  const calls = all.filter(({ methodName }) => extent === "all" || methodName === "createApiKey");
  return clients.map(({ name, head, print }) => ({
    client: name,
    text: `${head}\n${calls.map((call, index) => `export const answer${index} = await ${print(call)};\n`).join("")}`,
  }));
}

async function listCalls(): Promise<SampleCall[]> {
  const text = await readFile(join(projectRoot, "generated", "openapi.json"), "utf8");
  const document: unknown = JSON.parse(text);
  if (!isObject(document)) throw new TypeError("generated/openapi.json is no document.");
  return Object.entries(operations).map(([methodName, { route }]) => {
    const [method = "", path = ""] = route.split(" ");
    const item = memberOf(document["paths"], path);
    const operation = memberOf(item, method.toLowerCase());
    const parameters = [memberOf(item, "parameters"), memberOf(operation, "parameters")]
      .flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
      .map((parameter) => {
        const reference = memberOf(parameter, "$ref");
        return typeof reference === "string"
          ? reference.split("/").slice(1).reduce<unknown>(memberOf, document)
          : parameter;
      });
    const argumentsIn = (place: string): JsonObject =>
      Object.fromEntries(
        parameters
          .filter((parameter) => memberOf(parameter, "in") === place)
          .map((parameter) => [
            String(memberOf(parameter, "name")),
            sample(document, memberOf(parameter, "schema")),
          ]),
      );
    const content = memberOf(memberOf(operation, "requestBody"), "content");
    const media = memberOf(content, "application/json");
    return {
      ...{ methodName, method, path },
      operationId: String(memberOf(operation, "operationId")),
      pathArguments: argumentsIn("path"),
      query: argumentsIn("query"),
      body: media === undefined ? undefined : sample(document, memberOf(media, "schema")),
    };
  });
}

function printArguments(value: JsonObject): string {
  const text = JSON.stringify(value);
  return text === "{}" ? "" : text;
}

/** JSON leaves out what is undefined. */
function orNothing(value: JsonObject): JsonObject | undefined {
  return Object.values(value).every((member) => member === undefined) ? undefined : value;
}
