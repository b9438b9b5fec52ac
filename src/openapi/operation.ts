import { resolveOperation, type BodyKind, type Operation } from "../operation.js";
import type { OpenApi, OperationEntry, ParameterEntry, Place } from "./table.js";

/** A parameter, where it goes, and how it is written. */
export interface Parameter extends ParameterEntry {
  readonly name: string;
  readonly in: Place;
  readonly argument: string;
}

/** An operation of any document, with every default filled in. */
export interface OpenApiOperation {
  /** What the parts that are shared with the DataMeta client see: it asks for no credential of theirs. */
  readonly core: Omit<Operation, "success">;
  readonly parameters: readonly Parameter[];
  readonly body: "required" | "optional" | "none";
  readonly contentType: string;
  readonly success: Readonly<Record<string, BodyKind>>;
  readonly accept: string | undefined;
  /** Sets of schemes, each of which is enough; none where the operation takes no credential. */
  readonly schemes: readonly (readonly string[])[];
}

const jsonAnswer: OpenApiOperation["success"] = { 200: "json" };

/** Fills in what an entry of the generated table leaves out. */
export function resolveOpenApiOperation(
  name: string,
  entry: OperationEntry,
  defaultSchemes: OpenApi["defaultSchemes"],
): OpenApiOperation {
  const { route, operationId, query = [], header = [], cookie = [], body } = entry;
  const core = resolveOperation(name, {
    ...{ route, query, security: "none" },
    ...(operationId !== undefined && { operationId }),
    ...(body !== undefined && { body }),
  });
  const named = { path: core.pathParameters, query, header, cookie };
  const schemes = entry.schemes ?? defaultSchemes;
  return {
    core: { ...core, isForeign: true },
    parameters: places.flatMap((place) =>
      named[place].map((parameter) => ({
        argument: parameter,
        ...entry.parameters?.[place]?.[parameter],
        name: parameter,
        in: place,
      })),
    ),
    body: core.body,
    contentType: entry.contentType ?? "application/json",
    success: entry.success ?? jsonAnswer,
    accept: entry.accept,
    schemes: entry.security === "none" ? [] : schemes,
  };
}

const places = ["path", "query", "header", "cookie"] as const;

/** What an answer of a status is read as: by the status, its range, or whatever else is a success. */
export function kindOf({ success }: OpenApiOperation, status: number): BodyKind | undefined {
  const range = `${Math.floor(status / 100)}XX`;
  const known = success[status] ?? success[range] ?? success[range.toLowerCase()];
  if (known !== undefined) return known;
  return status >= 200 && status < 300 ? (success["default"] ?? "empty") : undefined;
}
