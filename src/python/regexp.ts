/**
 * Whether Python's `re.match` finds the pattern at the start of the text. Returns `undefined` if
 * the pattern is invalid. Patterns come from metadata definitions.
 */
export function pythonMatch(pattern: string, text: string): boolean | undefined {
  const flags = /^\(\?([aimsux]+)\)/.exec(pattern);
  const source = toJavaScript(pattern.slice(flags?.[0].length ?? 0));
  const kept = Array.from(flags?.[1] ?? "").filter((flag) => "ims".includes(flag));
  try {
    return new RegExp(source, `y${kept.join("")}`).test(text);
  } catch {
    return undefined;
  }
}

/** Converts the parts of a Python pattern that have a different meaning in JavaScript. */
function toJavaScript(pattern: string): string {
  let inClass = false;
  return pattern.replace(
    /\\[\s\S]|\(\?P<|\(\?P=(\w+)\)|[[\]$]/g,
    (piece, backReference?: string) => {
      if (backReference !== undefined) return `\\k<${backReference}>`;
      switch (piece) {
        case "[":
          inClass = true;
          return piece;
        case "]":
          inClass = false;
          return piece;
        case "$":
          // Python's `$` also matches before a line feed at the end.
          return inClass ? piece : "(?=\\n?$)";
        case "(?P<":
          return "(?<";
        case "\\A":
          return "^";
        case "\\Z":
          return "$(?![\\s\\S])";
        default:
          return piece;
      }
    },
  );
}
