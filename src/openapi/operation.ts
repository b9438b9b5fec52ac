import type { OpenApi, ParameterEntry, Place } from "../engine/operation-entry.js";
import { ownMembers } from "../engine/options.js";
import { resolveOperation, type Operation } from "../engine/operation.js";

/** A parameter with its place and its serialization. */
export interface Parameter extends ParameterEntry {
  readonly name: string;
  readonly in: Place;
  readonly argument: string;
}

/** An operation of any document, with all defaults filled in. */
export interface OpenApiOperation extends Operation {
  readonly parameters: readonly Parameter[];
  readonly contentType: string;
  /** The sets of security schemes, each of which is sufficient. Empty if the operation takes no credential. */
  readonly schemes: readonly (readonly string[])[];
}

const places = ["path", "query", "header", "cookie"] as const;

/** Resolves an entry of the generated table by filling in the defaults. */
export function resolveOpenApiOperation(api: OpenApi, name: string): OpenApiOperation {
  const operation = resolveOperation(name, api.operations[name] ?? { route: "" }, api); // The table has every name.
  const { entry } = operation;
  const { query = [], header = [], cookie = [] } = entry;
  const named = { path: operation.pathParameters, query, header, cookie };
  const parameters = places.flatMap((place) => {
    const ofPlace = ownMembers(ownMembers(entry.parameters)[place] as object | undefined);
    return named[place].map((name) => {
      const parameter = { argument: name, ...(ofPlace[name] as object), name, in: place };
      return ownMembers(parameter) as unknown as Parameter; // Safe: only inherited members are missing.
    });
  });
  const names = parameters.map(({ argument }) => argument);
  return {
    ...operation,
    argumentNames: operation.body === "none" ? names : [...names, "body"],
    parameters,
    contentType: entry.contentType ?? "application/json",
    schemes: entry.security === "none" ? [] : (entry.schemes ?? api.defaultSchemes),
  };
}
