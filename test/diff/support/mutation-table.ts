import type { ChangeClass } from "../../../scripts/diff/findings.js";
import type { Mutation } from "./mutations.js";

/** Prints the class of each kind of mutation at each position that it was made at. */
export function printTable(
  trials: readonly { readonly mutation: Mutation; readonly class: ChangeClass | undefined }[],
): string {
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
  return [`${trials.length} mutations, by kind and position:`, ...lines].join("\n");
}
