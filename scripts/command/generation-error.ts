/** One thing that is wrong, where, and what to do about it. */
export interface Problem {
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** `file:line:col`, or a JSON pointer into the document where no file is known. */
  readonly places: readonly string[];
  /** What to do about it, as a sentence. */
  readonly advice?: string;
}

/** The input of the pipeline, or the place for its output, does not allow to go on. */
export class GenerationError extends Error {
  override readonly name = "GenerationError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(formatProblem).join("\n"), options);
    this.problems = problems;
  }
}

/** A problem as a person reads it: the sentence, then each place and the advice on lines of their own. */
export function formatProblem({ message, places, advice }: Problem): string {
  const [place, ...others] = places;
  const head = others.length === 0 && place !== undefined ? `${place} ${message}` : message;
  const listed = others.length === 0 ? [] : places.map((each) => `  at ${each}`);
  return [head, ...listed, ...(advice === undefined ? [] : [`  ${advice}`])].join("\n");
}
