import type { Report } from "./report.js";
import { child, elements, textOf, type SpecNode } from "../document/spec-document.js";
import {
  readSerialization,
  type ParameterLocation,
  type Serialization,
} from "./parameter-serialization.js";

/** A parameter that the method takes. */
export interface Parameter {
  readonly name: string;
  readonly in: ParameterLocation;
  readonly required: boolean;
  /** The member of the method's argument: its name, unless `x-argument-name` says another. */
  readonly argument: string;
  /** Which half of an identifier object is sent, if the parameter takes an id. */
  readonly identifier: "uuid" | "site" | undefined;
  readonly serialization: Serialization;
  readonly node: SpecNode;
}

/** The headers that OpenAPI leaves to the body's description and to the security schemes. */
export const ignoredHeaders = ["accept", "content-type", "authorization"];

/**
 * Reads the parameters that an operation takes, its path's included, and reports those that
 * collide, that are missing, or that the client cannot send.
 *
 * @param takesBody - whether the method has an argument `body` besides
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

/** OpenAPI tells parameters apart by name and location. */
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
    const message = `The parameter "${name}" is sent in: ${location}, which the client does not do.`;
    const advice =
      "Send it in path, query, header or cookie, or make it optional so that it is left out.";
    report(required ? "error" : "warning", message, [node], advice);
    return [];
  }
  if (location === "header" && ignoredHeaders.includes(name.toLowerCase())) {
    const message = `The header parameter "${name}" is left out: OpenAPI ignores it.`;
    report("warning", message, [node], "Say it by the body's media type or by security.");
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
  const message = `The x-identifier of the parameter "${name}" is ignored: it must be uuid or site.`;
  report("warning", message, [child(node, "x-identifier")], "Correct it, or remove it.");
  return undefined;
}

function isLocation(location: string): location is ParameterLocation {
  return ["path", "query", "header", "cookie"].includes(location);
}

/** All parameters and the body share one argument, so their names there must differ. */
function checkNames(
  parameters: readonly Parameter[],
  body: SpecNode | undefined,
  report: Report,
): void {
  const seen = new Map<string, { node: SpecNode; title: string }>();
  if (body !== undefined) seen.set("body", { node: body, title: "the request body" });
  for (const { name, argument, in: location, node } of parameters) {
    const title = `the ${location} parameter "${name}"`;
    // Header names do not tell capitals apart.
    const header = location === "header" ? `header ${name.toLowerCase()}` : undefined;
    const other = seen.get(argument) ?? (header === undefined ? undefined : seen.get(header));
    if (argument === "__proto__") {
      report("error", 'No parameter can be called "__proto__".', [node], "Rename it.");
    } else if (other !== undefined) {
      const message = `${capitalized(other.title)} and ${title} would be the same member of the argument.`;
      const advice = "Rename one of them, or give it another name there by x-argument-name.";
      report("error", message, [other.node, node], advice);
    }
    seen.set(argument, { node, title });
    if (header !== undefined) seen.set(header, { node, title });
  }
}

/** Each `{name}` of the path must be declared, and each path parameter must be in the path. */
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
    report("error", message, [operation], "Declare it under parameters, in: path.");
  }
  for (const { name, node } of declared) {
    if (inPath.includes(name)) continue;
    const message = `The path parameter "${name}" does not occur in the path ${path}.`;
    report("error", message, [node], `Write {${name}} into the path, or remove the parameter.`);
  }
}

function capitalized(title: string): string {
  return `T${title.slice(1)}`;
}
