/** Decodes the text of a file. Adds a note if the encoding had to be guessed. */
export function decodeText(bytes: Uint8Array): { text: string; notes: string[] } {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decode(bytes, "utf-16le");
  if (first === 0xfe && second === 0xff) return decode(bytes, "utf-16be");
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), notes: [] };
  } catch {
    // Excel on Windows saves "CSV" in an old encoding that depends on the country.
    const { text } = decode(bytes, "windows-1252");
    const note =
      "The file is not in UTF-8. It was read as Windows-1252. Check letters like ä and é.";
    return { text, notes: [note] };
  }
}

function decode(bytes: Uint8Array, encoding: string): { text: string; notes: string[] } {
  return { text: new TextDecoder(encoding).decode(bytes), notes: [] };
}
