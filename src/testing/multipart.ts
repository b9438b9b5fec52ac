/**
 * The content of the file part of a `multipart/form-data` body, that is the last part named
 * `file` that carries a file name; `undefined` where there is none.
 */
export function findUploadedFile(contentType: string, body: Uint8Array): Uint8Array | undefined {
  const boundary = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(
    contentType,
  );
  const delimiter = boundary?.[1] ?? boundary?.[2];
  if (delimiter === undefined) return undefined;
  let found: Uint8Array | undefined;
  for (const { head, content } of splitParts(body, delimiter)) {
    const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? "";
    const name = /[;\s]name="([^"]*)"/i.exec(disposition)?.[1];
    const fileName = /[;\s]filename="([^"]*)"/i.exec(disposition)?.[1];
    if (name === "file" && fileName) found = content;
  }
  return found;
}

function* splitParts(
  body: Uint8Array,
  delimiter: string,
): Generator<{ head: string; content: Uint8Array }> {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  const mark = `--${delimiter}`;
  let start = bytes.indexOf(mark);
  while (start >= 0) {
    const next = bytes.indexOf(`\r\n${mark}`, start + mark.length);
    if (next < 0) return;
    const part = bytes.subarray(start + mark.length + 2, next);
    const headEnd = part.indexOf("\r\n\r\n");
    if (headEnd >= 0) {
      yield {
        head: part.toString("latin1", 0, headEnd),
        // A copy, so that the rest of the request need not be kept.
        content: Uint8Array.from(part.subarray(headEnd + 4)),
      };
    }
    start = next + 2;
  }
}
