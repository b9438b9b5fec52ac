import { child, isObject, members, type SpecNode } from "../document/spec-document.js";
import type { Operation } from "../operations/operation-list.js";
import type { Parameter } from "../operations/parameters.js";

/** The base URL. Like the token, it is a variable of the environment, so that lines stay short. */
const base = "$DATAMETA_URL";

/** Formats a call for curl, with the document's examples as values. */
export function curlOf(operation: Operation): string {
  const { method, security } = operation;
  const lines = [`curl ${method === "GET" ? "" : `-X ${method} `}"${urlOf(operation)}"`];
  lines.push(`-H "Accept: application/json"`);
  const body = bodyExample(operation.node);
  const signsIn = isObject(body) && "password" in body;
  if (security !== "none" && !(security === "optional" && signsIn)) {
    // "any", because the server requires a credential but does not check it.
    const token = security === "any" ? "any" : "$DATAMETA_TOKEN";
    lines.push(`-H "Authorization: Bearer ${token}"`);
  }
  if (body !== undefined) {
    lines.push(`-H "Content-Type: application/json"`);
    lines.push(`-d '${JSON.stringify(body, null, 2).replaceAll("'", String.raw`'\''`)}'`);
  }
  return lines.join(" \\\n  ");
}

function urlOf({ path, parameters }: Operation): string {
  const filled = parameters
    .filter((parameter) => parameter.in === "path")
    .reduce((text, parameter) => text.replace(`{${parameter.name}}`, exampleOf(parameter)), path);
  // Only required query parameters are shown.
  const query = parameters
    .filter((parameter) => parameter.in === "query" && parameter.required)
    .map((parameter) => `${parameter.name}=${encodeURIComponent(exampleOf(parameter))}`);
  const url = `${base}${filled}`;
  return query.length === 0 ? url : `${url}?${query.join("&")}`;
}

function exampleOf({ name, node }: Parameter): string {
  const example = firstExample(node);
  return typeof example === "string" || typeof example === "number" ? String(example) : `<${name}>`;
}

/** Returns the first example of a JSON body. */
function bodyExample(operation: SpecNode): unknown {
  const content = child(child(operation, "requestBody"), "content");
  return firstExample(child(content, "application/json"));
}

function firstExample(node: SpecNode): unknown {
  const [first] = members(child(node, "examples"));
  if (first && isObject(first[1].value)) return first[1].value["value"];
  return child(node, "example").value;
}
