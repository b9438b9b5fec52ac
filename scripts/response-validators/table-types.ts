/** One thing wrong with a value, as ajv reports it. It does not hold the value. */
export interface DataViolation {
  /** JSON pointer of the offending value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Returns whether the value is valid; afterwards `errors` says what is wrong. */
export interface DataValidator {
  (value: unknown): boolean;
  readonly errors?: readonly DataViolation[] | null;
}
