import type { RetryOptions } from "../engine/retry.js";

/** A file to upload. */
export type FileSource =
  | FileAtPath
  /** A `file:` URL. */
  | URL
  | Blob
  | Uint8Array
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | NamedContent;

/** A file on disk. In Node, Bun and Deno. */
export interface FileAtPath {
  readonly path: string | URL;
  /** The name on the server. @default the last part of the path */
  readonly name?: string | undefined;
}

/** A file from memory or from a stream, with its name on the server. */
export interface NamedContent {
  readonly content: Blob | Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;
  readonly name: string;
}

/** The progress of a file. */
export interface FileProgress {
  /** The name of the file. */
  readonly file: string;
  /**
   * - `"sending"`: the client sends the content. With `fetch`, as in browsers, `loaded` is 0 until
   *   the server has everything;
   * - `"hashing"`: with `fetch`, the client computes the checksum while the content is sent;
   * - `"completing"`: the server computes the checksum, about six seconds per gigabyte;
   * - `"receiving"`: the client receives the content.
   */
  readonly phase: "sending" | "hashing" | "completing" | "receiving";
  /** Bytes transferred or hashed so far. Decreases if a part is sent again. */
  readonly loaded: number;
  /** Size in bytes; `undefined` for a stream of unknown length. */
  readonly total: number | undefined;
}

/** The options of every transfer. The defaults come from the client. */
export interface TransferOptions {
  /** Called with the progress of the transfer, at most ten times a second. */
  readonly onProgress?: ((progress: FileProgress) => void) | undefined;
  /** Aborts the transfer. It then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The deadline of the whole transfer in milliseconds; `Infinity` for no deadline.
   * @default the client's `timeout`, plus the time that the file takes at 100 kB per second
   */
  readonly timeout?: number | undefined;
  /** When to repeat a broken transfer. @default the client's `retry` */
  readonly retry?: number | RetryOptions | undefined;
  /**
   * Transfers the content, instead of `node:http`. In Node, `fetch` loads the whole file into
   * memory to send it. @default the client's `fetch` option if set, because it may use a proxy
   */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /**
   * A `node:http` or `node:https` Agent that sends the content, for a proxy or for a certificate
   * that Node does not trust. Only in Node, Bun and Deno. @default Node's global agent
   */
  readonly agent?: object | undefined;
}

/** The options of `uploadFile`. */
export interface UploadOptions extends TransferOptions {
  /** The name on the server. @default the name of the path or of the `File` */
  readonly name?: string | undefined;
  /** Leaves the announced file on the server if the upload fails. @default false */
  readonly keep?: boolean | undefined;
}

/** The options of `downloadFile`. */
export interface DownloadOptions extends TransferOptions {
  /** The path of the new file. Without it, the content is returned as a stream. */
  readonly to?: string | URL | undefined;
  /** Replaces an existing file. @default false */
  readonly overwrite?: boolean | undefined;
}

/** A file that was downloaded to a path. */
export interface DownloadedFile {
  /** Its path. */
  readonly path: string;
  /** Its name on the server. It may hold any character: do not use it as a path. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** The verified MD5. */
  readonly checksum: string;
}

/** A file whose content is read from a stream. */
export interface FileStream {
  /** Its name on the server. It may hold any character: do not use it as a path. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** The MD5. The stream ends with an error if the content does not match it. */
  readonly checksum: string;
  /** The content. The request is made when the first byte is read. */
  readonly stream: ReadableStream<Uint8Array>;
}
