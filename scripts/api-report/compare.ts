/** Returns the removed and added lines, with the prefixes `- ` and `+ `, in their order. */
export function changedLines(before: string, after: string): string[] {
  const [gone, added] = [linesOf(before), linesOf(after)];
  return [
    ...withoutLines(gone, added).map((line) => `- ${line}`),
    ...withoutLines(added, gone).map((line) => `+ ${line}`),
  ];
}

/** If a line occurs twice in one text and once in the other, it is reported once. */
function withoutLines(lines: readonly string[], others: readonly string[]): string[] {
  const remaining = new Map<string, number>();
  for (const line of others) remaining.set(line, (remaining.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const left = remaining.get(line) ?? 0;
    remaining.set(line, left - 1);
    return left <= 0;
  });
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}
