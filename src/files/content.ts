/** A content that is ready to be read. */
export interface Content {
  readonly name: string;
  /** In bytes; `undefined` if it is known only at the end. */
  readonly size: number | undefined;
  /** Whether it can be read again. */
  readonly isRepeatable: () => boolean;
  /**
   * Reads the content from the start.
   *
   * @throws FileError if it cannot be read, or has changed since it was opened
   */
  readonly read: () => AsyncIterable<Uint8Array>;
  /** Returns the whole content for `fetch`, which reads it while it sends. */
  readonly toBlob: () => Promise<Blob>;
}
