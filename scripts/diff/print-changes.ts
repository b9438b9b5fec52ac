import { count } from "../command/progress.js";
import { worstClass, type Change } from "./changes.js";
import type { ChangeClass } from "./rules.js";

export const formats = ["text", "markdown", "json"] as const;

/** How a list of changes is printed. */
export type Format = (typeof formats)[number];

const classes: readonly ChangeClass[] = ["major", "minor", "patch"];

/** Prints changes: for people, for a pull request, or for programs. */
export function printChanges(changes: readonly Change[], against: string, format: Format): string {
  switch (format) {
    case "json":
      return `${JSON.stringify({ against, class: worstClass(changes) ?? null, changes }, null, 2)}\n`;
    case "markdown":
      return printMarkdown(changes, against);
    case "text":
      return printText(changes, against);
    default:
      return format satisfies never;
  }
}

/** `major: 1 major, 2 minor and 0 patch changes against v1.0.0`. */
export function summarize(changes: readonly Change[], against: string): string {
  const worst = worstClass(changes);
  if (worst === undefined) return `no change against ${against}`;
  const numbers = classes.map((each) => `${ofClass(changes, each).length} ${each}`).join(", ");
  return `${worst}: ${count(changes.length, "change")} against ${against} (${numbers})`;
}

function ofClass(changes: readonly Change[], wanted: ChangeClass): Change[] {
  return changes.filter((change) => change.class === wanted);
}

function printText(changes: readonly Change[], against: string): string {
  const blocks = changes.map((change) =>
    [
      `${change.class}  ${change.place}`,
      `       ${change.reason}.`,
      ...(change.advice === "Nothing." ? [] : [`       To do: ${change.advice}`]),
      `       ${concerns(change)}`,
    ].join("\n"),
  );
  return `${[...blocks, summarize(changes, against)].join("\n\n")}\n`;
}

function concerns({ pointer, operations, positions }: Change): string {
  const where = positions.length === 0 ? "" : ` (${positions.join(", ")})`;
  return operations.length === 0 ? pointer : `${pointer} of ${listed(operations)}${where}`;
}

/** Some names, and how many more there are. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(", ");
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown;
}

function printMarkdown(changes: readonly Change[], against: string): string {
  const sections = classes.flatMap((each) => {
    const rows = ofClass(changes, each);
    if (rows.length === 0) return [];
    const table = [
      `### ${each[0]?.toUpperCase() ?? ""}${each.slice(1)} (${rows.length})`,
      "",
      "| What | Where | What a caller must change |",
      "| --- | --- | --- |",
      ...rows.map((change) =>
        row(
          `${change.reason}.`,
          `${code(change.place)}${change.operations.length === 0 ? "" : `<br>${listed(change.operations)}`}`,
          change.advice,
        ),
      ),
      "",
    ];
    // Words alone need no attention.
    return each === "patch"
      ? [
          `<details><summary>${count(rows.length, "change")} of class patch</summary>`,
          "",
          ...table,
          "</details>",
          "",
        ]
      : table;
  });
  const title = `## What the spec's change means for users of the client`;
  return (
    [title, "", `**${summarize(changes, against)}**`, "", ...sections].join("\n").trimEnd() + "\n"
  );
}

function row(...cells: readonly string[]): string {
  // A bar would end the cell, a tag would be taken for one, and so would a comment.
  const escaped = cells.map((cell) =>
    cell
      .replaceAll("|", "\\|")
      .replaceAll(/<(?!br>)/g, "&lt;")
      .replaceAll(/\s+/g, " "),
  );
  return `| ${escaped.join(" | ")} |`;
}

function code(text: string): string {
  return `\`${text.replaceAll("`", "'")}\``;
}
