/**
 * How Python prints the values of a JSON document. The server writes them into messages and
 * turns record values of any type into text this way.
 */
export function pythonText(value: unknown): string {
  return typeof value === "string" ? value : pythonLiteral(value);
}

/** The value as a Python literal. */
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

/** Bytes as a Python literal, such as `b'{"a":'`. */
export function pythonBytes(bytes: Uint8Array): string {
  return `b${quote(String.fromCharCode(...bytes), escapeByte)}`;
}

function pythonNumber(value: number): string {
  return String(value).replace(/e([+-])(\d)$/, "e$10$2");
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
  const code = character.codePointAt(0) ?? 0;
  const isControl = code < 0x20 || (code >= 0x7f && code <= 0xa0);
  return shortEscapes[character] ?? (isControl ? hexEscape(code) : character);
}

function escapeByte(character: string): string {
  const code = character.charCodeAt(0);
  return shortEscapes[character] ?? (code < 0x20 || code > 0x7e ? hexEscape(code) : character);
}

function hexEscape(code: number): string {
  return `\\x${code.toString(16).padStart(2, "0")}`;
}
