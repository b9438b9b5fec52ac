import type { Report } from "./report.js";
import { child, elements, textOf, type SpecNode } from "../document/spec-document.js";
import {
  readSerialization,
  type ParameterLocation,
  type Serialization,
} from "./parameter-serialization.js";

/** A parameter of a method. */
export interface Parameter {
  readonly name: string;
  readonly in: ParameterLocation;
  readonly required: boolean;
  /** The member of the method's argument: `x-argument-name`, or the parameter's name. */
  readonly argument: string;
  /** The part of an identifier object that is sent, if the parameter is an id. */
  readonly identifier: "uuid" | "site" | undefined;
  readonly serialization: Serialization;
  readonly node: SpecNode;
}

/** Header parameters that OpenAPI ignores, because media types and security schemes describe them. */
export const ignoredHeaders = ["accept", "content-type", "authorization"];

/** Whether a caller loses nothing without a header: the client writes it from the media types. */
export function isWritten(header: string): boolean {
  return header.toLowerCase() !== "authorization";
}

/**
 * Reads the parameters of an operation and its path item. Reports name collisions, missing path
 * parameters, and parameters that the client cannot send.
 *
 * @param takesBody - whether the method also has an argument `body`
 */
export function readParameters(
  path: string,
  pathItem: SpecNode,
  operation: SpecNode,
  takesBody: boolean,
  report: Report,
): Parameter[] {
  const own = elements(child(operation, "parameters"));
  const inherited = elements(child(pathItem, "parameters")).filter(
    (node) => !own.some((other) => identity(other) === identity(node)),
  );
  const parameters = [...inherited, ...own].flatMap((node) => readParameter(node, report));
  checkNames(parameters, takesBody ? child(operation, "requestBody") : undefined, report);
  checkTemplate(path, operation, parameters, report);
  return parameters;
}

/** In OpenAPI, the name and the location identify a parameter. */
function identity(node: SpecNode): string {
  return JSON.stringify([child(node, "name").value, child(node, "in").value]);
}

function readParameter(node: SpecNode, report: Report): Parameter[] {
  const name = textOf(child(node, "name"));
  const location = textOf(child(node, "in"));
  const required = child(node, "required").value === true;
  if (name === undefined || location === undefined) {
    report("error", 'A parameter needs "name" and "in".', [node], "Add them.");
    return [];
  }
  if (!isLocation(location)) {
    const message = `The location of the parameter "${name}" is not supported: ${location}.`;
    const advice =
      "Use path, query, header or cookie, or make it optional. Then the client omits it.";
    report(required ? "error" : "warning", message, [node], advice);
    return [];
  }
  if (location === "header" && ignoredHeaders.includes(name.toLowerCase())) {
    const message = `The header parameter "${name}" is omitted, because OpenAPI ignores it.`;
    if (!isWritten(name)) report("warning", message, [node], "Describe it with security.");
    return [];
  }
  const serialization = readSerialization(name, location, node, report);
  const argument = textOf(child(node, "x-argument-name")) ?? name;
  const identifier = readIdentifier(name, node, report);
  return [{ name, in: location, required, argument, identifier, serialization, node }];
}

function readIdentifier(name: string, node: SpecNode, report: Report): Parameter["identifier"] {
  const { value } = child(node, "x-identifier");
  if (value === undefined || value === "uuid" || value === "site") return value;
  const message = `The x-identifier of the parameter "${name}" is ignored. It must be uuid or site.`;
  report("warning", message, [child(node, "x-identifier")], "Correct or remove it.");
  return undefined;
}

function isLocation(location: string): location is ParameterLocation {
  return ["path", "query", "header", "cookie"].includes(location);
}

/** Reports equal argument names, because all parameters and the body are members of one argument. */
function checkNames(
  parameters: readonly Parameter[],
  body: SpecNode | undefined,
  report: Report,
): void {
  const seen = new Map<string, { node: SpecNode; title: string }>();
  if (body !== undefined) seen.set("body", { node: body, title: "the request body" });
  for (const { name, argument, in: location, node } of parameters) {
    const title = `the ${location} parameter "${name}"`;
    // Header names are case-insensitive.
    const header = location === "header" ? `header ${name.toLowerCase()}` : undefined;
    const other = seen.get(argument) ?? (header === undefined ? undefined : seen.get(header));
    if (argument === "__proto__") {
      report("error", 'A parameter must not be called "__proto__".', [node], "Rename it.");
    } else if (other !== undefined) {
      const message = `${capitalized(other.title)} and ${title} would be the same member of the argument.`;
      const advice = "Rename one of them, or set another argument name with x-argument-name.";
      report("error", message, [other.node, node], advice);
    }
    seen.set(argument, { node, title });
    if (header !== undefined) seen.set(header, { node, title });
  }
}

/** Checks that the path and the path parameters have the same names. */
function checkTemplate(
  path: string,
  operation: SpecNode,
  parameters: readonly Parameter[],
  report: Report,
): void {
  const inPath = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
  const declared = parameters.filter((each) => each.in === "path");
  for (const name of inPath) {
    if (declared.some((each) => each.name === name)) continue;
    const message = `The path ${path} has {${name}}, but no path parameter "${name}" is declared.`;
    report("error", message, [operation], "Declare it in `parameters` with `in: path`.");
  }
  for (const { name, node } of declared) {
    if (inPath.includes(name)) continue;
    const message = `The path parameter "${name}" does not occur in the path ${path}.`;
    report("error", message, [node], `Add {${name}} to the path, or remove the parameter.`);
  }
}

function capitalized(title: string): string {
  return `T${title.slice(1)}`;
}
