import { count } from "../command/progress.js";
import { worstClass, type Change } from "./changes.js";
import { classes } from "./findings.js";

export const formats = ["text", "markdown", "json", "github"] as const;

export type Format = (typeof formats)[number];

/** GitHub refuses a comment of more than 65,536 characters. */
const markdownLimit = 60_000;

/** From so many changes on, each class has a heading for each tag. */
const groupedFrom = 20;

const gravestFirst = [...classes].reverse();

/** Prints changes for people, for a pull request, or for programs. */
export function printChanges(changes: readonly Change[], against: string, format: Format): string {
  switch (format) {
    case "json":
      return `${JSON.stringify({ against, class: worstClass(changes) ?? null, changes }, null, 2)}\n`;
    case "markdown":
      return printMarkdown(changes, against);
    case "github":
      return changes.map(printAnnotation).join("");
    case "text":
      return [...blocks(changes).map(printBlock), summarize(changes, against), ""].join("\n");
    default:
      return format satisfies never;
  }
}

/** `major: 3 changes since v1.0.0 (1 major, 2 minor, 0 patch)`. */
export function summarize(changes: readonly Change[], against: string): string {
  const worst = worstClass(changes);
  if (worst === undefined) return `no change since ${against}`;
  const numbers = gravestFirst.map(
    (each) => `${changes.filter((one) => one.class === each).length} ${each}`,
  );
  return `${worst}: ${count(changes.length, "change")} since ${against} (${numbers.join(", ")})`;
}

/** A heading, or a change under it. */
type Block = string | Change;

function blocks(changes: readonly Change[]): Block[] {
  return gravestFirst.flatMap((each) => {
    const all = changes.filter((change) => change.class === each);
    if (all.length < groupedFrom) return all;
    const names = [...new Set(all.map(groupOf))].sort();
    return names.flatMap((name) => [
      `${each}: ${name}`,
      ...all.filter((change) => groupOf(change) === name),
    ]);
  });
}

/** The tag, and the method if it is only one. */
function groupOf({
  tags: [tag = "types", ...tags],
  operations: [method = "", ...more],
}: Change): string {
  if (tags.length > 0) return "shared by several tags";
  return more.length > 0 || method === "" ? tag : `${tag}, ${method}`;
}

function printBlock(block: Block): string {
  if (typeof block === "string") return `── ${block}\n`;
  const { class: grade, place, sentence, action } = block;
  const lines = [
    sentence,
    valuesOf(block),
    action === "Nothing." ? "" : `To do: ${action}`,
    methodsOf(block),
  ];
  const text = lines.filter((line) => line !== "").map((line) => `       ${line}\n`);
  return `${grade.padEnd(5)}  ${place}\n${text.join("")}`;
}

function valuesOf({ before, after }: Change): string {
  if (before === undefined && after === undefined) return "";
  return [before ?? "(nothing)", after ?? "(nothing)"].join(" → ");
}

function methodsOf({ operations }: Change): string {
  return operations.length === 0
    ? ""
    : `${count(operations.length, "method")}: ${operations.join(", ")}`;
}

function printMarkdown(changes: readonly Change[], against: string): string {
  const lines = [
    ...["## What this change of the spec means for users of the client", ""],
    ...[`**${summarize(changes, against)}**`, ""],
  ];
  if (changes.length === 0) return lines.join("\n");
  lines.push(
    "| | What | Type before → after | What callers do | Where |",
    "| --- | --- | --- | --- | --- |",
  );
  let length = lines.join("\n").length;
  let left = changes.length;
  for (const block of blocks(changes)) {
    const row = printRow(block);
    length += row.length + 1;
    if (length > markdownLimit) {
      lines.push(
        "",
        `${count(left, "more change")} not shown. Run \`npm run spec:diff\` for all of them.`,
      );
      break;
    }
    lines.push(row);
    if (typeof block !== "string") left--;
  }
  return `${lines.join("\n")}\n`;
}

function printRow(block: Block): string {
  if (typeof block === "string") return `| | **${escaped(block)}** | | | |`;
  const { class: grade, sentence, action, place, operations } = block;
  const shown = operations.slice(0, 6).join(", ");
  const methods = operations.length > 6 ? `${shown} and ${operations.length - 6} more` : shown;
  const cells = [grade, sentence, valuesOf(block), action];
  const where = `${code(place)}${methods === "" ? "" : `<br>${escaped(methods)}`}`;
  return `| ${cells.map((cell, index) => (index === 2 && cell !== "" ? code(cell) : escaped(cell))).join(" | ")} | ${where} |`;
}

/** A bar would end the cell; a tag, a link or a mention would be taken for one. */
function escaped(text: string): string {
  return text
    .replaceAll(/[|<>[\]@`*_\\]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replaceAll(/\s+/g, " ");
}

function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

const annotations = { major: "error", minor: "warning", patch: "notice" } as const;

/** An annotation at a line, as GitHub reads it from the output of a workflow. */
function printAnnotation(change: Change): string {
  const [, file = "", line = "", column = ""] = /^(.+?):(\d+):(\d+)( |$)/.exec(change.place) ?? [];
  const encode = (text: string): string =>
    text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const inProperty = (text: string): string =>
    encode(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
  const place = file === "" ? [] : [`file=${inProperty(file)}`, `line=${line}`, `col=${column}`];
  const properties = [...place, `title=${inProperty(`${change.class}: ${change.subject}`)}`];
  const text = [change.sentence, valuesOf(change), change.action].filter((part) => part !== "");
  return `::${annotations[change.class]} ${properties.join(",")}::${encode(text.join("\n"))}\n`;
}
