import { classes, type ChangeClass } from "../../../scripts/diff/findings.js";
import type { Mutation } from "./mutations.js";

interface Trial {
  readonly mutation: Mutation;
  readonly class: ChangeClass | undefined;
  readonly result: { readonly class: ChangeClass };
}

/** Prints the class of each kind of mutation at each position, and how many classes were right. */
export function printTable(trials: readonly Trial[]): string {
  const numbers = classes.map((expected) => {
    const own = trials.filter(({ result }) => result.class === expected);
    const got = classes.map((each) => `${each} ${own.filter((one) => one.class === each).length}`);
    return `  expected ${expected.padEnd(6)} got ${got.join(", ")}`;
  });
  const rows = new Map<string, Map<string, Set<string>>>();
  for (const { mutation, class: grade } of trials) {
    const row = rows.get(mutation.kind) ?? new Map<string, Set<string>>();
    rows.set(mutation.kind, row);
    const cell = row.get(mutation.position) ?? new Set<string>();
    row.set(mutation.position, cell.add(grade ?? "none"));
  }
  const lines = [...rows].map(([kind, row]) => {
    const cells = [...row].map(([position, grades]) => `${position}: ${[...grades].join("/")}`);
    return `  ${kind.padEnd(48)}${cells.join(", ")}`;
  });
  const title = `${trials.length} mutations, by kind and position:`;
  return [title, ...lines, ...numbers].join("\n");
}
