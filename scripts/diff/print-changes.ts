import { count } from "../command/progress.js";
import { worstClass, type Change } from "./changes.js";
import { classes } from "./findings.js";

export const formats = ["text", "markdown", "json", "github"] as const;

export type Format = (typeof formats)[number];

/** GitHub rejects a comment of more than 65,536 characters. */
const markdownLimit = 60_000;

/** The number of changes of a class from which they are grouped by tag. */
const groupedFrom = 20;

/** Prints changes in a format. */
export function printChanges(changes: readonly Change[], against: string, format: Format): string {
  switch (format) {
    case "json":
      return `${JSON.stringify({ against, class: worstClass(changes) ?? null, changes }, null, 2)}\n`;
    case "markdown":
      return printMarkdown(changes, against);
    case "github":
      return changes.map(printAnnotation).join("");
    case "text":
      return [...blocks(changes).map(printText), summarize(changes, against), ""].join("\n");
    default:
      return format satisfies never;
  }
}

/** Prints a line such as `major: 3 changes since v1.0.0 (1 major, 2 minor, 0 patch)`. */
export function summarize(changes: readonly Change[], against: string): string {
  const worst = worstClass(changes);
  if (worst === undefined) return `no change since ${against}`;
  const numbers = classes.map(
    (each) => `${changes.filter((one) => one.class === each).length} ${each}`,
  );
  return `${worst}: ${count(changes.length, "change")} since ${against} (${numbers.reverse().join(", ")})`;
}

/** Sorts the changes, major ones first, and adds headings to a class with many changes. */
function blocks(changes: readonly Change[]): (string | Change)[] {
  return [...classes].reverse().flatMap((each) => {
    const all = changes.filter((change) => change.class === each);
    if (all.length < groupedFrom) return all;
    const names = [...new Set(all.map(groupOf))].sort();
    return names.flatMap((name) => [
      `${each}: ${name}`,
      ...all.filter((change) => groupOf(change) === name),
    ]);
  });
}

/** Returns the tag of a change, and its method if there is only one. */
function groupOf({
  tags: [tag = "types", ...tags],
  operations: [method, ...more],
}: Change): string {
  if (tags.length > 0) return "shared by several tags";
  return more.length > 0 || method === undefined ? tag : `${tag}, ${method}`;
}

/** The texts that all formats share. An empty text is not printed. */
function wordsOf({ before, after, action, operations }: Change) {
  const isTyped = before !== undefined || after !== undefined;
  const methods = count(operations.length, "method");
  return {
    values: isTyped ? `${before ?? "(nothing)"} → ${after ?? "(nothing)"}` : "",
    action: action === "Nothing." ? "" : action,
    methods: operations.length === 0 ? "" : `${methods}: ${operations.join(", ")}`,
  };
}

function printText(block: string | Change): string {
  if (typeof block === "string") return `── ${block}\n`;
  const { values, action, methods } = wordsOf(block);
  const lines = [block.sentence, values, action && `To do: ${action}`, methods].filter(Boolean);
  return `${block.class.padEnd(5)}  ${block.place}\n${lines.map((line) => `       ${line}\n`).join("")}`;
}

function printMarkdown(changes: readonly Change[], against: string): string {
  const title = "## How this change of the spec affects users of the client";
  let text = `${title}\n\n**${summarize(changes, against)}**\n`;
  if (changes.length > 0)
    text +=
      "\n| | What | Type before → after | What callers do | Where |\n| --- | --- | --- | --- | --- |\n";
  let left = changes.length;
  for (const block of blocks(changes)) {
    const row = printRow(block);
    if (text.length + row.length > markdownLimit) {
      const rest = count(left, "more change");
      return `${text}\n${rest} not shown. Run \`npm run spec:diff\` for all of them.\n`;
    }
    text += row;
    if (typeof block !== "string") left--;
  }
  return text;
}

function printRow(block: string | Change): string {
  if (typeof block === "string") return `| | **${escaped(block)}** | | | |\n`;
  const { values, action } = wordsOf(block);
  const [shown, more] = [block.operations.slice(0, 6).join(", "), block.operations.length - 6];
  const methods = more > 0 ? `${shown} and ${more} more` : shown;
  const code = (text: string): string => (text === "" ? "" : `<code>${escaped(text)}</code>`);
  const where = [code(block.place), escaped(methods)].filter(Boolean).join("<br>");
  const cells = [block.class, escaped(block.sentence), code(values), escaped(action), where];
  return `| ${cells.join(" | ")} |\n`;
}

/** Escapes characters that would end a table cell or become a tag, link or mention. */
function escaped(text: string): string {
  return text
    .replaceAll(/[|<>[\]@`*_\\]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replaceAll(/\s+/g, " ");
}

const levels = { major: "error", minor: "warning", patch: "notice" } as const;

/** Prints a workflow command that makes GitHub annotate a line. */
function printAnnotation(change: Change): string {
  const [, file = "", line = "", column = ""] = /^(.+?):(\d+):(\d+)( |$)/.exec(change.place) ?? [];
  const encode = (text: string, signs: RegExp): string =>
    text.replaceAll(
      signs,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
    );
  const inProperty = (text: string): string => encode(text, /[%\r\n:,]/g);
  const place = file === "" ? "" : `file=${inProperty(file)},line=${line},col=${column},`;
  const { values, action } = wordsOf(change);
  const text = [change.sentence, values, action].filter(Boolean).join("\n");
  const title = inProperty(`${change.class}: ${change.subject}`);
  return `::${levels[change.class]} ${place}title=${title}::${encode(text, /[%\r\n]/g)}\n`;
}
