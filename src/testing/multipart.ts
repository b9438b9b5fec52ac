import { crash, Refusal } from "./replies.js";

/**
 * Returns the content of the uploaded file in a form: the last part named `file`, if it has a file
 * name. Reads forms as Python's `cgi.FieldStorage` does, which is more tolerant than the standard.
 *
 * @throws Refusal with 500 if the boundary is missing or invalid
 */
export function findUploadedFile(contentType: string, body: Uint8Array): Uint8Array | undefined {
  // The comparison is case-sensitive, as on the server.
  if (contentType.split(";")[0] !== "multipart/form-data") return undefined;
  const boundary = parseParameters(contentType).get("boundary") ?? "";
  if (!/^[ -~]{0,200}[!-~]$/.test(boundary)) throw new Refusal(crash);
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  const file = [...splitParts(bytes, `--${boundary}`)].findLast(({ name }) => name === "file");
  // A copy, so that the rest of the request can be freed.
  return file?.fileName ? Uint8Array.from(file.content) : undefined;
}

interface Part {
  readonly name: string | undefined;
  readonly fileName: string | undefined;
  readonly content: Uint8Array;
}

function* splitParts(bytes: Buffer, mark: string): Generator<Part> {
  let boundary = findBoundary(bytes, mark, 0);
  while (boundary && !boundary.isLast) {
    const head = readHead(bytes, boundary.end);
    if (head.text === "") return;
    boundary = findBoundary(bytes, mark, head.end);
    const end = boundary?.start ?? bytes.length;
    const parameters = parseParameters(dispositionIn(head.text));
    yield {
      name: parameters.get("name"),
      fileName: parameters.get("filename"),
      content: bytes.subarray(head.end, end - lineFeedBefore(bytes, head.end, end)),
    };
  }
}

interface Boundary {
  readonly start: number;
  readonly end: number;
  /** Whether it ends the form. */
  readonly isLast: boolean;
}

/** Finds the next line that contains only the boundary. White space may follow it. */
function findBoundary(bytes: Buffer, mark: string, from: number): Boundary | undefined {
  for (let start = bytes.indexOf(mark, from); start >= 0; start = bytes.indexOf(mark, start + 1)) {
    if (start > from && bytes[start - 1] !== lineFeed) continue;
    const end = lineEnd(bytes, start);
    const rest = bytes.toString("latin1", start + mark.length, end).trimEnd();
    if (rest === "" || rest === "--") return { start, end, isLast: rest === "--" };
  }
  return undefined;
}

/** Reads the lines up to the first blank line. */
function readHead(bytes: Buffer, from: number): { text: string; end: number } {
  let end = from;
  for (;;) {
    const start = end;
    end = lineEnd(bytes, start);
    if (bytes.toString("latin1", start, end).trim() !== "") continue;
    return { text: bytes.toString("latin1", from, end), end };
  }
}

const lineFeed = 10;

function lineEnd(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(lineFeed, from);
  return end < 0 ? bytes.length : end + 1;
}

/** The line end before a boundary belongs to the boundary. */
function lineFeedBefore(bytes: Buffer, from: number, end: number): number {
  if (end <= from || bytes[end - 1] !== lineFeed) return 0;
  return end - 1 > from && bytes[end - 2] === 13 ? 2 : 1;
}

function dispositionIn(head: string): string {
  const unfolded = head.replace(/\r?\n(?=[ \t])/g, "");
  return /^content-disposition:(.*)$/im.exec(unfolded)?.[1] ?? "";
}

/** Parses the parameters after the first `;` of a header. Quotes around a value are optional. */
function parseParameters(header: string): ReadonlyMap<string, string> {
  const [, ...parameters] = header.match(/(?:"(?:\\.|[^"\\])*"|[^;])+/g) ?? [];
  return new Map(
    parameters.flatMap((text): [string, string][] => {
      const [, name, value] = /^([^=]*)=(.*)$/s.exec(text.trim()) ?? [];
      if (name === undefined || value === undefined) return [];
      return [[name.trim().toLowerCase(), unquote(value.trim())]];
    }),
  );
}

function unquote(value: string): string {
  return /^".*"$/s.test(value) ? value.slice(1, -1).replace(/\\([\\"])/g, "$1") : value;
}
