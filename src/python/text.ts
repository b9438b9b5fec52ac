/**
 * Converts a JSON value to a text like Python's `str`. The server does this in its messages, and to
 * store the values of a record.
 */
export function pythonText(value: unknown): string {
  return typeof value === "string" ? value : pythonLiteral(value);
}

/** Formats a JSON value as a Python literal. */
export function pythonLiteral(value: unknown): string {
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return quote(value, escapeCharacter);
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([name, member]) => `${pythonLiteral(name)}: ${pythonLiteral(member)}`,
    );
    return `{${members.join(", ")}}`;
  }
  return typeof value === "number" ? pythonNumber(value) : "None";
}

/** Formats bytes as a Python literal, such as `b'{"a":'`. */
export function pythonBytes(bytes: Uint8Array): string {
  return `b${quote(String.fromCharCode(...bytes), escapeByte)}`;
}

/**
 * Python uses an exponent for numbers below 0.0001, and writes exponents with at least two digits.
 */
function pythonNumber(value: number): string {
  const isTiny = value !== 0 && Math.abs(value) < 1e-4;
  return (isTiny ? value.toExponential() : String(value)).replace(/e([+-])(\d)$/, "e$10$2");
}

function quote(text: string, escape: (character: string) => string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = Array.from(text, (character) =>
    character === mark || character === "\\" ? `\\${character}` : escape(character),
  );
  return mark + inner.join("") + mark;
}

const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escapeCharacter(character: string): string {
  const isPrintable = character === " " || !/[\p{C}\p{Z}]/u.test(character);
  return shortEscapes[character] ?? (isPrintable ? character : hexEscape(character));
}

function escapeByte(character: string): string {
  const code = character.charCodeAt(0);
  return shortEscapes[character] ?? (code < 0x20 || code > 0x7e ? hexEscape(character) : character);
}

function hexEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const [letter, length] = code > 0xffff ? ["U", 8] : code > 0xff ? ["u", 4] : ["x", 2];
  return `\\${letter}${code.toString(16).padStart(length, "0")}`;
}
