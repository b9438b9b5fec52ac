/** The parts of a multipart form around the content of a file. */
export interface Form {
  readonly contentType: string;
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
}

/** Creates the form that the server expects. It takes the name from the announcement. */
export function createForm(): Form {
  const random = () => Math.random().toString(36).slice(2);
  // Not `crypto.randomUUID`, which pages without HTTPS do not have.
  const boundary = `datameta-${random()}${random()}`;
  const encode = (text: string) => new TextEncoder().encode(text);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    head: encode(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="content"\r\n` +
        "Content-Type: application/octet-stream\r\n\r\n",
    ),
    tail: encode(`\r\n--${boundary}--\r\n`),
  };
}
