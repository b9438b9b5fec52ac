/** A problem, with its places and how to fix it. */
export interface Problem {
  /** The problem, as a sentence. */
  readonly message: string;
  /** `file:line:col`, or a JSON pointer into the document if the file is unknown. */
  readonly places: readonly string[];
  /** How to fix the problem, as a sentence. */
  readonly advice?: string;
}

/** A problem with the input or the output folder of the pipeline. */
export class GenerationError extends Error {
  override readonly name = "GenerationError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(formatProblem).join("\n"), options);
    this.problems = problems;
  }
}

/** Formats a problem for people: the sentence, then each place and the advice on separate lines. */
export function formatProblem({ message, places, advice }: Problem): string {
  const [place, ...others] = places;
  const head = others.length === 0 && place !== undefined ? `${place} ${message}` : message;
  const listed = others.length === 0 ? [] : places.map((each) => `  at ${each}`);
  return [head, ...listed, ...(advice === undefined ? [] : [`  ${advice}`])].join("\n");
}

/** The maximum number of places to show for one kind of problem. */
const shownPlaces = 3;

/**
 * Formats problems as one line per kind, with the count and the first places. Problems are of the
 * same kind if they differ only in quoted texts. Looks up only the places that it shows.
 */
export function groupProblems(problems: readonly Problem[]): string[] {
  const kinds = new Map<string, Problem[]>();
  for (const problem of problems) {
    const kind = `${problem.message} ${problem.advice ?? ""}`.replaceAll(/"[^"]*"/g, '"…"');
    const known = kinds.get(kind);
    if (known === undefined) kinds.set(kind, [problem]);
    else known.push(problem);
  }
  return Array.from(kinds, ([kind, found]) => {
    const [first] = found;
    if (first === undefined || found.length === 1) {
      const text = [first?.message, first?.advice].filter((each) => each !== undefined).join(" ");
      return `${text} (${first?.places.join(", ") ?? ""})`;
    }
    const places = found.slice(0, shownPlaces).flatMap((problem) => problem.places.slice(0, 1));
    const more = found.length - places.length;
    const end = more > 0 ? `, and ${more} more` : "";
    return `${found.length} × ${kind.trim()} (${places.join(", ")}${end})`;
  });
}
