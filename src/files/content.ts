/** A content that is ready to be read. */
export interface Content {
  readonly name: string;
  /** In bytes; `undefined` if only the end tells. */
  readonly size: number | undefined;
  /** Whether it can be read once more. */
  readonly isRepeatable: () => boolean;
  /**
   * Reads it from the start.
   *
   * @throws FileError if it cannot be read, or changed since it was opened
   */
  readonly read: () => AsyncIterable<Uint8Array>;
  /** The whole of it for `fetch`, which reads it when it sends. */
  readonly toBlob: () => Promise<Blob>;
}
