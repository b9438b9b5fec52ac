import { compareNames } from "./names.js";
import type { Report } from "./report.js";
import {
  child,
  elements,
  isObject,
  members,
  textOf,
  type SpecNode,
} from "../document/spec-document.js";
import { isFile } from "./file-schema.js";
import { isJson, isLines, isText } from "./media-type.js";

/**
 * How the client reads a response body. `empty` means that there is no body. `several` means that it
 * depends on the response's media type.
 */
export type BodyKind =
  "json" | "text" | "binary" | "empty" | "events" | "lines" | "any" | "several";

/** How the client reads the body of a success, by media type. */
export type MediaKinds = Readonly<Record<string, BodyKind>>;

export interface RequestBody {
  readonly body: "required" | "optional" | "none";
  /** The default media type of the body. The caller can choose another one. */
  readonly contentType: string;
  /** All media types, if there are several. */
  readonly contentTypes: readonly string[] | undefined;
}

const json = "application/json";

const withoutBody: RequestBody = { body: "none", contentType: json, contentTypes: undefined };

/** Reads the request body of an operation. */
export function readRequestBody(method: string, operation: SpecNode, report: Report): RequestBody {
  const node = child(operation, "requestBody");
  if (!isObject(node.value)) return withoutBody;
  const required = node.value["required"] === true;
  if (method === "GET" || method === "HEAD") {
    const message = `The ${method} operation has a request body, which fetch cannot send.`;
    const advice = "Use another method, or make the body optional. Then the client omits it.";
    report(required ? "error" : "warning", message, [node], advice);
    return withoutBody;
  }
  const types = members(child(node, "content")).map(([type]) => type);
  const contentType = types.includes(json) ? json : (types.find(isJson) ?? types[0] ?? json);
  return {
    body: required ? "required" : "optional",
    contentType,
    contentTypes: types.length > 1 ? types : undefined,
  };
}

/** Reads the documented statuses below 400, or `default` if there are none. */
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
    const message = "The operation documents no success, so every response is an error.";
    report("warning", message, [operation], "Document a status between 200 and 399.");
  }
  // A response to HEAD never has a body, even if the document describes one.
  return chosen.map(([status, response]) => [
    status,
    method === "HEAD" ? "empty" : kindOf(response),
  ]);
}

/**
 * Reads the value of the `Accept` header: the media types of all successes, JSON first. Returns
 * `undefined` if JSON is the only one, because that is the default.
 */
export function readAccept(operation: SpecNode): string | undefined {
  const all = members(child(operation, "responses"));
  const successes = all.filter(([status]) => isSuccess(status));
  const chosen = successes.length > 0 ? successes : all.filter(([status]) => status === "default");
  const types = new Set(chosen.flatMap(([, response]) => typesOf(response)));
  const sorted = [...types].filter(isJson).concat([...types].filter((type) => !isJson(type)));
  return sorted.every((type) => type === json || type === "*/*") ? undefined : sorted.join(", ");
}

/** Reads the documented statuses of 400 and above, their ranges and `default`, sorted. */
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

function typesOf(response: SpecNode): string[] {
  return members(child(response, "content")).map(([type]) => type);
}

/** Reads the kinds of each success that has more than one. */
export function readMediaKinds(operation: SpecNode): ReadonlyMap<string, MediaKinds> {
  const responses = members(child(operation, "responses"));
  const several = responses.filter(([, response]) => kindOf(response) === "several");
  return new Map(several.map(([status, response]) => [status, kindsOf(response)]));
}

function kindOf(response: SpecNode): BodyKind {
  const [first, ...others] = Object.values(kindsOf(response));
  if (first === undefined) return "empty";
  const isOne = others.length === 0 || [first, ...others].every((kind) => kind === "json");
  return isOne ? first : "several";
}

function kindsOf(response: SpecNode): MediaKinds {
  const content = members(child(response, "content"));
  return Object.fromEntries(content.map(([type, media]) => [type, kindOfType(type, media)]));
}

function kindOfType(type: string, media: SpecNode): BodyKind {
  const schema = child(media, "schema");
  if (isObject(schema.value) && isFile(schema.value)) return "binary";
  if (isJson(type)) return "json";
  if (isLines(type)) return "lines";
  if (/^text\/event-stream\s*(;|$)/i.test(type)) return "events";
  // Some frameworks document JSON responses as */*. If the schema accepts no string, it is JSON.
  if (/^(\*|application)\/\*/.test(type)) return mayBeText(schema) ? "any" : "json";
  return isText(type) ? "text" : "binary";
}

/** Whether a schema accepts a string. */
function mayBeText(schema: SpecNode, depth = 0): boolean {
  if (!isObject(schema.value) || depth > 8) return true;
  const { type } = schema.value;
  if (type !== undefined) return [type].flat().includes("string");
  const choices = ["oneOf", "anyOf"].flatMap((name) => elements(child(schema, name)));
  if (choices.length > 0) return choices.some((each) => mayBeText(each, depth + 1));
  const parts = elements(child(schema, "allOf"));
  if (parts.length > 0) return parts.every((each) => mayBeText(each, depth + 1));
  return !("properties" in schema.value || "items" in schema.value) && textOf(schema) === undefined;
}
