import type { OpenApi, ParameterEntry, Place } from "../engine/operation-entry.js";
import { resolveOperation, type Operation } from "../engine/operation.js";

/** A parameter, where it goes, and how it is written. */
export interface Parameter extends ParameterEntry {
  readonly name: string;
  readonly in: Place;
  readonly argument: string;
}

/** An operation of any document, with every default filled in. */
export interface OpenApiOperation extends Operation {
  readonly parameters: readonly Parameter[];
  readonly contentType: string;
  /** Sets of schemes, each of which is enough; empty if the operation takes no credential. */
  readonly schemes: readonly (readonly string[])[];
}

const places = ["path", "query", "header", "cookie"] as const;

/** Fills in what an entry of the generated table leaves out. */
export function resolveOpenApiOperation(api: OpenApi, name: string): OpenApiOperation {
  const entry = api.operations[name] ?? { route: "" }; // Only names of the table are asked for.
  const operation = resolveOperation(name, entry, api);
  const { query = [], header = [], cookie = [] } = entry;
  const named = { path: operation.pathParameters, query, header, cookie };
  const parameters = places.flatMap((place) =>
    named[place].map((parameter) => ({
      argument: parameter,
      ...entry.parameters?.[place]?.[parameter],
      name: parameter,
      in: place,
    })),
  );
  const names = parameters.map(({ argument }) => argument);
  return {
    ...operation,
    argumentNames: operation.body === "none" ? names : [...names, "body"],
    parameters,
    contentType: entry.contentType ?? "application/json",
    schemes: entry.security === "none" ? [] : (entry.schemes ?? api.defaultSchemes),
  };
}
