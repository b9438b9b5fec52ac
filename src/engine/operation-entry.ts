/** How a response body is read. */
export type BodyKind = "json" | "text" | "binary" | "empty";

/**
 * How `createOpenApiClient` reads a response body:
 *
 * - `"events"`: as a stream of server-sent events.
 * - `"lines"`: as a stream of JSON values, one per line.
 * - `"any"`: as the Content-Type of the response says.
 */
export type MediaKind = BodyKind | "events" | "lines" | "any";

/** How the body of a success is read. If several media types are documented, a kind for each. */
export type SuccessKind = MediaKind | Readonly<Record<string, MediaKind>>;

/** Where a parameter is sent. */
export type Place = "path" | "query" | "header" | "cookie";

/** The part of an identifier object that the server expects. */
export type IdentifierPart = "uuid" | "site";

/** An error status, a range of statuses, or `default`, which means 400 to 599 without their own entries. */
export type ErrorStatus = number | "4XX" | "5XX" | "default";

/** How a parameter differs from the default of its place. */
export interface ParameterEntry {
  /** The name of the argument, if another argument already has the parameter's name. */
  readonly argument?: string;
  readonly style?: string;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  /** The media type that the value is serialized as. */
  readonly content?: string;
}

/** How a field of a form, or a part of a multipart body, differs from the default. */
export interface FieldEntry {
  readonly style?: string;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  /** The media type that the value is serialized as. */
  readonly contentType?: string;
}

/** One operation in a generated `operations.ts`. A member that equals its default is left out. */
export interface OperationEntry {
  /** The operationId in the document. Default: the method's name with a capital. */
  readonly operationId?: string;
  /** The HTTP method and the path template, like `DELETE /keys/{id}`. */
  readonly route: string;
  readonly query?: readonly string[];
  readonly header?: readonly string[];
  readonly cookie?: readonly string[];
  readonly parameters?: Readonly<Partial<Record<Place, Readonly<Record<string, ParameterEntry>>>>>;
  /** The arguments that take an identifier object. Default: `defaultIdentifiers`. */
  readonly identifiers?: Readonly<Record<string, IdentifierPart>>;
  /** Default: `"required"` for POST, PUT and PATCH, otherwise `"none"`. */
  readonly body?: "required" | "optional" | "none";
  /** The media type of the request body. Default: `application/json`. */
  readonly contentType?: string;
  /** All media types that the request body may have, if there are several. */
  readonly contentTypes?: readonly string[];
  /** How fields of a form are written, by media type and name. */
  readonly encoding?: Readonly<Record<string, Readonly<Record<string, FieldEntry>>>>;
  /** How the body of each success is read, by status or range. Default: `{ 200: "json" }`. */
  readonly success?: Readonly<Record<string | number, SuccessKind>>;
  /** The media types to accept. Default: `application/json`. */
  readonly accept?: string;
  /**
   * Whether a credential is needed. Default: it is required.
   *
   * - `"optional"`: the operation works with and without one.
   * - `"none"`: the operation takes none.
   * - `"any"`: the server requires a credential but does not check it.
   */
  readonly security?: "optional" | "none" | "any";
  /** The sets of security schemes, each of which is sufficient. Default: `defaultSchemes`. */
  readonly schemes?: readonly (readonly string[])[];
  /** The member of the body that authenticates. If it is set, no other credential is sent. */
  readonly bodyCredential?: string;
  /** The first server release that has the operation. Default: every release has it. */
  readonly since?: string;
  /** The server of this operation only: an absolute URL, or a URL relative to `baseUrl`. */
  readonly server?: string;
  /** The documented error statuses. Default: `defaultErrors`. */
  readonly errors?: readonly ErrorStatus[];
}

/** Where a security scheme puts its credential. */
export type SecurityScheme =
  | { readonly type: "bearer" }
  | { readonly type: "http"; readonly scheme: string }
  | { readonly type: "header" | "query" | "cookie"; readonly name: string }
  | { readonly type: "mutualTLS" };

/** The exports of a generated `operations.ts`: `import * as api from "./operations.js"`. */
export interface OpenApi {
  readonly operations: Readonly<Record<string, OperationEntry>>;
  readonly defaultErrors: readonly ErrorStatus[];
  readonly defaultIdentifiers: Readonly<Record<string, IdentifierPart>>;
  readonly defaultSchemes: readonly (readonly string[])[];
  readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
  readonly servers: readonly string[];
}
