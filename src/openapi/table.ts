import type { BodyKind } from "../operation.js";

/** What a parameter has of its own, where it is not by the default of its place. */
export interface ParameterEntry {
  /** The member of the method's argument, where another one has the name. */
  readonly argument?: string;
  readonly style?: string;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  /** The media type of a parameter that is sent as a text of that type. */
  readonly content?: string;
}

export type Place = "path" | "query" | "header" | "cookie";

/** An operation as a generated `operations.ts` lists it: only what deviates from the usual. */
export interface OperationEntry {
  readonly operationId?: string;
  /** Method and path template, like `DELETE /keys/{id}`. */
  readonly route: string;
  readonly query?: readonly string[];
  readonly header?: readonly string[];
  readonly cookie?: readonly string[];
  readonly parameters?: Readonly<Partial<Record<Place, Readonly<Record<string, ParameterEntry>>>>>;
  readonly body?: "required" | "optional" | "none";
  readonly contentType?: string;
  readonly success?: Readonly<Record<string | number, BodyKind>>;
  readonly accept?: string;
  readonly security?: "optional" | "none" | "any";
  readonly schemes?: readonly (readonly string[])[];
  /** For DataMeta's client alone. */
  readonly bodyCredential?: string;
  readonly since?: string;
}

/** Where a security scheme puts its credential. */
export type SecurityScheme =
  | { readonly type: "bearer" }
  | { readonly type: "http"; readonly scheme: string }
  | { readonly type: "header" | "query" | "cookie"; readonly name: string }
  | { readonly type: "mutualTLS" };

/** A generated `operations.ts`, as `import * as api from "./operations.js"` gives it. */
export interface OpenApi {
  readonly operations: Readonly<Record<string, OperationEntry>>;
  readonly errorStatuses: readonly number[];
  readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
  readonly defaultSchemes: readonly (readonly string[])[];
  readonly servers: readonly string[];
}
