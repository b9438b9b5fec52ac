import { compareNames } from "./names.js";
import type { Report } from "./report.js";
import { child, isObject, members, textOf, type SpecNode } from "../document/spec-document.js";

/** What a response body is read as; `empty` is none at all. */
export type BodyKind = "json" | "text" | "binary" | "empty";

export interface RequestBody {
  readonly body: "required" | "optional" | "none";
  /** The media type that the body is sent as. */
  readonly contentType: string;
}

const json = "application/json";

/** Reads what an operation takes as its body. */
export function readRequestBody(method: string, operation: SpecNode, report: Report): RequestBody {
  const node = child(operation, "requestBody");
  if (!isObject(node.value)) return { body: "none", contentType: json };
  const required = node.value["required"] === true;
  if (method === "GET" || method === "HEAD") {
    const message = `The ${method} operation has a request body, which fetch refuses to send.`;
    const advice = "Use another method, or make the body optional so that it is left out.";
    report(required ? "error" : "warning", message, [node], advice);
    return { body: "none", contentType: json };
  }
  const types = members(child(node, "content")).map(([type]) => type);
  const contentType = types.includes(json) ? json : (types.find(isJson) ?? types[0] ?? json);
  if (types.length > 1) {
    const others = types.filter((type) => type !== contentType).join(", ");
    const message = `The request body is always sent as ${contentType}, never as ${others}.`;
    report("warning", message, [node], "Name one media type if that is meant.");
  }
  return { body: required ? "required" : "optional", contentType };
}

/** Reads the documented statuses below 400, and `default` where it is all that there is. */
export function readSuccess(
  method: string,
  operation: SpecNode,
  report: Report,
): [string, BodyKind][] {
  const responses = members(child(operation, "responses"));
  const documented = responses.filter(([status]) => isSuccess(status));
  const chosen =
    documented.length > 0 ? documented : responses.filter(([status]) => status === "default");
  if (chosen.length === 0) {
    const message = "The operation documents no success, so every answer is an error.";
    report("warning", message, [operation], "Document a status between 200 and 399.");
  }
  // The answer to HEAD has no body, whatever the document says of it.
  return chosen.map(([status, response]) => [
    status,
    method === "HEAD" ? "empty" : bodyKind(response),
  ]);
}

/**
 * The media types that the successes are asked for; `undefined` where that is JSON or nothing, which
 * every client asks for.
 */
export function readAccept(operation: SpecNode): string | undefined {
  const successes = members(child(operation, "responses")).filter(([status]) => isSuccess(status));
  const types = successes.flatMap(([, response]) => chosenType(response) ?? []);
  const distinct = [...new Set(types)];
  return distinct.every((type) => type === json || type === "*/*")
    ? undefined
    : distinct.join(", ");
}

/** Reads the documented statuses from 400 on, their ranges and `default`, sorted. */
export function readErrors(operation: SpecNode): string[] {
  const statuses = members(child(operation, "responses")).map(([status]) => status);
  return statuses
    .filter((status) => /^([45](\d\d|XX)|default)$/i.test(status))
    .map((status) => (/XX$/i.test(status) ? status.toUpperCase() : status))
    .sort(compareNames);
}

function isSuccess(status: string): boolean {
  return /^[23](\d\d|XX)$/i.test(status);
}

function bodyKind(response: SpecNode): BodyKind {
  const chosen = chosenType(response);
  if (chosen === undefined) return "empty";
  const schema = child(child(child(response, "content"), chosen), "schema");
  const isFile = textOf(child(schema, "format")) === "binary";
  if (isJson(chosen)) return isFile ? "binary" : "json";
  // Some frameworks name no type where they answer in JSON.
  if (/^(\*|application)\/\*$/.test(chosen)) return isFile ? "binary" : "json";
  return isText(chosen) ? "text" : "binary";
}

/** The media type of a body that the client asks for and reads: JSON, or text, or what there is. */
function chosenType(response: SpecNode): string | undefined {
  const types = members(child(response, "content")).map(([type]) => type);
  return types.includes(json) ? json : (types.find(isJson) ?? types.find(isText) ?? types[0]);
}

/** Lines of JSON are no JSON. */
function isJson(mediaType: string): boolean {
  return /^[^;]*[/+]json\s*(;|$)/i.test(mediaType);
}

function isText(mediaType: string): boolean {
  return /^(text\/|[^;]*[/+](xml|yaml)\s*(;|$))/i.test(mediaType);
}
