/** A violation of a schema, as ajv reports it, but without the invalid value. */
export interface DataViolation {
  /** The JSON pointer of the invalid value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Returns whether the value is valid. If not, `errors` has the violations. */
export interface DataValidator {
  (value: unknown): boolean;
  readonly errors?: readonly DataViolation[] | null;
}
