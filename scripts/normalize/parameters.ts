import type { MutableObject } from "../document/grammar.js";
import { decode, isObject, memberOf, segmentsOf } from "../document/spec-document.js";
import { ignoredHeaders, isWritten } from "../operations/parameters.js";
import { capitalize, freeName, pascalCase } from "../operations/names.js";
import { operationPlaces, type OperationPlace } from "./operations.js";
import type { NormalizeReport } from "./report.js";

const locations = ["path", "query", "header", "cookie"];

/** A parameter of an operation or of its path item. */
interface FoundParameter {
  readonly name: string;
  readonly in: string;
  /** The entry of the list, which can be a reference. */
  readonly entry: MutableObject;
  readonly value: MutableObject;
  readonly segments: readonly string[];
}

/**
 * Makes the parameters of each operation consistent with its path and with each other, so that each
 * parameter becomes a separate member of the method's argument.
 */
export function normalizeParameters(document: MutableObject, report: NormalizeReport): void {
  const ofPathItems = new Map<MutableObject, FoundParameter[]>();
  for (const place of operationPlaces(document)) {
    const { operation, pathItem, segments } = place;
    const own = findParameters(document, operation, segments, report);
    const shared =
      ofPathItems.get(pathItem) ?? findParameters(document, pathItem, segments.slice(0, 2), report);
    ofPathItems.set(pathItem, shared);
    const inherited = shared.filter((one) => !own.some((other) => isSame(one, other)));
    const parameters = matchPath(place, [...inherited, ...own], report);
    // The operation gets its own list, so that changes do not affect the path's other operations.
    if (parameters.length > 0)
      operation["parameters"] = withArgumentNames(place, parameters, report);
    else delete operation["parameters"];
  }
  for (const pathItem of ofPathItems.keys()) delete pathItem["parameters"];
}

/** Header names are case-insensitive. */
function isSame(
  one: Pick<FoundParameter, "name" | "in">,
  other: Pick<FoundParameter, "name" | "in">,
): boolean {
  if (one.in !== other.in) return false;
  return one.in === "header"
    ? one.name.toLowerCase() === other.name.toLowerCase()
    : one.name === other.name;
}

function findParameters(
  document: MutableObject,
  holder: MutableObject,
  segments: readonly string[],
  report: NormalizeReport,
): FoundParameter[] {
  const list = Array.isArray(holder["parameters"]) ? holder["parameters"] : [];
  const known: FoundParameter[] = [];
  for (const [index, entry] of list.entries()) {
    const place = [...segments, "parameters", String(index)];
    const value = isObject(entry) ? dereference(document, entry) : undefined;
    const name = value?.["name"];
    const location = value?.["in"];
    if (!isObject(entry) || !isObject(value) || typeof name !== "string") {
      report("A parameter has no name.", place, "It is omitted.");
    } else if (typeof location !== "string" || !locations.includes(location)) {
      const message = `The location of the parameter "${name}" is not supported: ${String(location)}.`;
      report(message, place, "It is omitted. Use path, query, header or cookie.");
    } else if (location === "header" && ignoredHeaders.includes(name.toLowerCase())) {
      const message = `The header parameter "${name}" is omitted, because OpenAPI ignores it.`;
      if (!isWritten(name)) report(message, place, "Describe it with security.");
    } else if (known.some((other) => isSame(other, { name, in: location }))) {
      report(
        `The ${location} parameter "${name}" is defined twice.`,
        place,
        "The first one is used.",
      );
    } else {
      known.push({ name, in: location, entry, value, segments: place });
    }
  }
  return known;
}

function dereference(document: MutableObject, entry: MutableObject): MutableObject | undefined {
  if (typeof entry["$ref"] !== "string") return entry;
  const target = segmentsOf(decode(entry["$ref"])).reduce<unknown>(memberOf, document);
  return isObject(target) ? target : undefined;
}

/** Declares each `{name}` of the path, and removes path parameters that are not in the path. */
function matchPath(
  { path, segments }: OperationPlace,
  parameters: readonly FoundParameter[],
  report: NormalizeReport,
): FoundParameter[] {
  const inPath = new Set(Array.from(path.matchAll(/\{([^{}]*)\}/g), ([, name = ""]) => name));
  const fitting = parameters.filter((parameter) => {
    if (parameter.in !== "path" || inPath.has(parameter.name)) return true;
    const message = `The path parameter "${parameter.name}" does not occur in the path ${path}.`;
    report(message, parameter.segments, "It is omitted.");
    return false;
  });
  for (const name of inPath) {
    if (fitting.some((each) => each.in === "path" && each.name === name)) continue;
    const message = `The path ${path} has {${name}}, but no path parameter "${name}" is declared.`;
    report(message, segments, "It becomes a required string.");
    const value = { name, in: "path", required: true, schema: { type: "string" } };
    fitting.push({ name, in: "path", entry: value, value, segments });
  }
  return fitting;
}

/** Returns the operation's entries. Each gets a unique argument name. */
function withArgumentNames(
  { operation }: OperationPlace,
  parameters: readonly FoundParameter[],
  report: NormalizeReport,
): MutableObject[] {
  const taken = new Set(operation["requestBody"] === undefined ? [] : ["body"]);
  return parameters.map((parameter) => {
    const { name, in: location, entry, value, segments } = parameter;
    const isRequired = location !== "path" || value["required"] === true;
    if (!isRequired) {
      const message = `The path parameter "${name}" must be required.`;
      report(message, segments, "It becomes required.");
    }
    const usable = !taken.has(name) && name !== "__proto__";
    const argument = usable
      ? name
      : freeName(`${location}${capitalize(pascalCase(name))}`, (each) => taken.has(each));
    taken.add(argument);
    if (!usable) {
      const message = `The ${location} parameter "${name}" has the same name as another argument.`;
      report(message, segments, `Its argument is called "${argument}".`);
    }
    if (usable && isRequired) return entry;
    const changed: MutableObject = { ...value };
    if (!usable) changed["x-argument-name"] = argument;
    if (!isRequired) changed["required"] = true;
    return changed;
  });
}
