import {
  child,
  elements,
  members,
  rootNode,
  type SpecDocument,
  type SpecNode,
} from "../../../scripts/document/spec-document.js";
import type { Operation } from "../../../scripts/operations.js";
import { printArgument } from "./print-argument.js";
import { createReader } from "./print-reader.js";

const prelude = `import { createClient } from "./src/index.js";
import type { components, operations } from "./generated/schema.js";
const datameta = createClient({ baseUrl: "https://datameta.example.org/api/v1" });
declare function anyValue<T>(): T;
declare function expect<T>(value: T): void;
declare const maybe: boolean;
`;

/**
 * Prints a strict program. It calls each operation by method and by path, once with all arguments
 * and once with only the required ones. It reads every property of every response. It has a branch
 * for each value, type and status, and the compiler checks that no branch is missing.
 */
export function printConsumer(spec: SpecDocument, listed: readonly Operation[]): string {
  const functions = listed.map((operation, index) => printOperation(operation, index));
  return [prelude, ...functions, printComponents(spec)].join("\n");
}

function printOperation(operation: Operation, index: number): string {
  const { methodName, operationId, method, path, node, errors, success } = operation;
  const reader = createReader();
  const call = `datameta[${JSON.stringify(methodName)}]`;
  const responses = child(node, "responses");
  const successes = success.map(([status]) => child(responses, status));
  const withData = successes.filter((answer) => members(child(answer, "content")).length > 0);
  const branches = errors.map(
    (status) =>
      `case ${status}: { ${reader.readAnswers("error.body", [child(responses, status)])} break; }`,
  );
  return `
export async function operation${index}() {
  try {
    const data = await ${call}(${flatArguments(operation, "all")});
    ${reader.readAnswers("data", successes)}
    await ${call}(${flatArguments(operation, "required")});
  } catch (error) {
    if (!${call}.isError(error)) throw error;
    switch (error.status) { ${branches.join("\n")} default: error satisfies never; }
  }
  const answer = await datameta.http.${method}(${JSON.stringify(path)}, ${byPath(operation)});
  expect<Response>(answer.response);
  ${withData.length === 0 ? "" : `if (answer.data !== undefined) { ${reader.readAnswers("answer.data", withData)} }`}
  ${operationId === undefined ? "" : `expect<operations[${JSON.stringify(operationId)}] | undefined>(undefined);`}
}`;
}

type Wanted = "all" | "required";

function flatArguments(operation: Operation, wanted: Wanted): string {
  const parameters = operation.parameters.filter(
    ({ in: place, required }) => place !== "cookie" && (required || wanted === "all"),
  );
  const parts = parameters.map(({ name, node }) => printParameter(name, node));
  if (operation.body === "required" || (operation.body === "optional" && wanted === "all")) {
    parts.push(`body: ${printBody(operation, wanted, operation.contentType)}`);
  }
  return parts.length === 0 ? "" : `{ ${parts.join(", ")} }`;
}

function printParameter(name: string, node: SpecNode): string {
  return `${JSON.stringify(name)}: ${printArgument(child(node, "schema"), "all")}`;
}

/** @param only - the media type that a method sends. Calls by path may send each of them. */
function printBody({ node }: Operation, wanted: Wanted, only?: string): string {
  const contents = members(child(child(node, "requestBody"), "content"));
  return contents
    .filter(([type]) => only === undefined || type === only)
    .map(([, media]) => printArgument(child(media, "schema"), wanted))
    .reduce((one, other) => `(maybe ? ${one} : ${other})`);
}

/** Prints the same call by path, which also has header and cookie parameters. */
function byPath(operation: Operation): string {
  const { node, pathItem, body } = operation;
  const places = new Map<string, string[]>();
  for (const parameter of [pathItem, node].flatMap((each) => elements(child(each, "parameters")))) {
    const [place, name] = [child(parameter, "in"), child(parameter, "name")].map(({ value }) =>
      String(value),
    );
    if (place === undefined || name === undefined) continue;
    places.set(place, [...(places.get(place) ?? []), printParameter(name, parameter)]);
  }
  const params = [...places].map(([place, parts]) => `${place}: { ${parts.join(", ")} }`);
  const sent = body === "none" ? "" : `body: ${printBody(operation, "all")}`;
  return `{ params: { ${params.join(", ")} }, ${sent} }`;
}

/** Uses every exported type, and writes and reads the schemas that no operation refers to. */
function printComponents(spec: SpecDocument): string {
  const components = child(rootNode(spec), "components");
  const lines: string[] = [];
  for (const section of ["schemas", "responses", "parameters", "requestBodies", "headers"]) {
    for (const [name] of members(child(components, section))) {
      const type = `components[${JSON.stringify(section)}][${JSON.stringify(name)}]`;
      lines.push(`expect<${type} | undefined>(undefined);`);
    }
  }
  const referred = JSON.stringify(spec.document);
  for (const [name, schema] of members(child(components, "schemas"))) {
    lines.push(
      `import type { ${name} } from "./generated/schema.js"; expect<${name} | undefined>(undefined);`,
    );
    if (referred.includes(`"#/components/schemas/${name}"`)) continue;
    const written = printArgument(schema, "all");
    const read = createReader().read("value", schema);
    lines.push(`export const write${name} = (): ${name} => (${written});`);
    lines.push(`export const read${name} = (value: ${name}) => { ${read} };`);
  }
  return lines.join("\n");
}
