/** A violation of a schema, as ajv reports it. */
export interface SchemaViolation {
  /** The JSON pointer of the invalid value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The schema with the keyword. */
  readonly parentSchema: Readonly<Record<string, unknown>>;
  /** The invalid value. */
  readonly data: unknown;
}

/** Returns whether the value is valid. If not, `errors` has the violations. */
export interface BodyValidator {
  (value: unknown): boolean;
  readonly errors?: readonly SchemaViolation[] | null;
}

/** One security scheme that a request must satisfy. */
export interface SecurityScheme {
  readonly type: "bearer" | "cookie" | "other";
  /** The name of the cookie. For other schemes, the name of the scheme. */
  readonly name?: string;
}

/** A path or query parameter. */
export interface RequestParameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly type: string;
  readonly format?: string;
  readonly default?: unknown;
}

/** The data with which a server checks the requests of an operation. */
export interface RequestOperation {
  readonly method: string;
  /** The path after the base path, with parameters in braces. */
  readonly path: string;
  /** The alternatives. A request must satisfy one of them. An empty one allows anonymous requests. */
  readonly security: readonly (readonly SecurityScheme[])[];
  /** Whether the server requires a credential but does not check it. */
  readonly placeholderCredential?: true;
  /** The first server release with the operation. */
  readonly since?: string;
  readonly parameters: readonly RequestParameter[];
  /** Missing if the operation has no JSON body. */
  readonly body?: BodyValidator;
}
