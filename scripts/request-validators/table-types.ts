/** One thing wrong with a value, as ajv reports it. */
export interface SchemaViolation {
  /** JSON pointer of the offending value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The schema that holds the keyword. */
  readonly parentSchema: Readonly<Record<string, unknown>>;
  /** The offending value. */
  readonly data: unknown;
}

/** Returns whether the value is valid; afterwards `errors` says what is wrong. */
export interface BodyValidator {
  (value: unknown): boolean;
  readonly errors?: readonly SchemaViolation[] | null;
}

/** One security scheme that a request must satisfy. */
export interface SecurityScheme {
  readonly type: "bearer" | "cookie" | "other";
  /** The cookie's name, or the scheme's where it is neither bearer nor cookie. */
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

/** What a server must know to take a request for one operation. */
export interface RequestOperation {
  readonly method: string;
  /** Below the base path, with parameters in braces. */
  readonly path: string;
  /** Alternatives, any of which is enough; an empty one means anonymous. */
  readonly security: readonly (readonly SecurityScheme[])[];
  /** Some credential must be there, though it is never checked. */
  readonly placeholderCredential?: true;
  /** The server release that first had the operation. */
  readonly since?: string;
  readonly parameters: readonly RequestParameter[];
  /** Absent where the operation takes no JSON body. */
  readonly body?: BodyValidator;
}
