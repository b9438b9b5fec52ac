/** A string, a sign, or another value. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Finds where a part of a JSON text begins, as `line:column`: at its name, or in an array at its value.
 * Redocly looks it up in a tree of the whole text, which takes ten times the memory of the text.
 */
export function placeInJson(text: string, segments: readonly string[]): string | undefined {
  // The segments that lead to where the walk is, and the containers that are open there.
  let matched = 0;
  let depth = 0;
  let index = 0;
  let isElementNext = false;
  for (const { 0: sign, index: offset } of text.matchAll(token)) {
    const isHere = depth === matched + 1;
    const wanted = segments[matched];
    if (isElementNext && sign !== "]" && String(index) === wanted) {
      matched += 1;
      if (matched === segments.length) return lineAndColumn(text, offset);
    } else if (isHere && sign.startsWith('"') && isName(text, offset + sign.length)) {
      if (JSON.parse(sign) === wanted) matched += 1;
      if (matched === segments.length) return lineAndColumn(text, offset);
    }
    isElementNext = false;
    if (sign === "{" || sign === "[") {
      depth += 1;
      if (depth === matched + 1) {
        index = sign === "[" ? 0 : -1;
        isElementNext = sign === "[";
      }
    } else if (sign === "}" || sign === "]") {
      depth -= 1;
      // The container is at its end without the part.
      if (depth === matched) return undefined;
    } else if (sign === "," && depth === matched + 1 && index >= 0) {
      index += 1;
      isElementNext = true;
    }
  }
  return undefined;
}

function isName(text: string, end: number): boolean {
  return /^\s*:/.test(text.slice(end, end + 100));
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const lines = before.split("\n").length;
  return `${lines}:${offset - before.lastIndexOf("\n")}`;
}
