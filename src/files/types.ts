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

/** How far a file is. */
export interface FileProgress {
  /** The name of the file. */
  readonly file: string;
  /**
   * - `"sending"`: the content is on its way, and hashed on the way;
   * - `"completing"`: the server computes the checksum, about six seconds for each gigabyte;
   * - `"receiving"`: the content is coming.
   */
  readonly phase: "sending" | "completing" | "receiving";
  /** Bytes so far. Falls back if a part has to be sent again. */
  readonly loaded: number;
  /** Bytes in all; `undefined` for a stream of unknown length. */
  readonly total: number | undefined;
}

/** What every transfer may set. What is left out is as the client has it. */
export interface TransferOptions {
  /** Told how far the transfer is, at most ten times a second. */
  readonly onProgress?: ((progress: FileProgress) => void) | undefined;
  /** Aborts the transfer, which then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The deadline of the whole transfer in milliseconds; `Infinity` for none.
   * @default the client's `timeout`, plus the time that the file takes at 100 kB a second
   */
  readonly timeout?: number | undefined;
  /** When to repeat a broken transfer. @default the client's `retry` */
  readonly retry?: number | RetryOptions | undefined;
  /**
   * Moves the content instead of `node:http`. If the client has the option `fetch`, that one does,
   * because it may lead through a proxy. In Node, `fetch` keeps the whole file in memory while it sends.
   */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /**
   * A `node:http` or `node:https` Agent that sends the content: for a proxy, or for a certificate
   * that Node does not know. In Node, Bun and Deno. @default Node's global agent
   */
  readonly agent?: object | undefined;
}

/** What `uploadFile` may set. */
export interface UploadOptions extends TransferOptions {
  /** The name on the server. @default the name of the path or of the `File` */
  readonly name?: string | undefined;
  /** Leaves the announced file on the server if the upload fails. @default false */
  readonly keep?: boolean | undefined;
}

/** What `downloadFile` may set. */
export interface DownloadOptions extends TransferOptions {
  /** Where the file is written. Without it, the content is returned as a stream. */
  readonly to?: string | URL | undefined;
  /** Replaces a file that is there already. @default false */
  readonly overwrite?: boolean | undefined;
}

/** A file that was downloaded to a path. */
export interface DownloadedFile {
  /** Where it is. */
  readonly path: string;
  /** Its name on the server. It may hold any character: do not use it as a path. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** The MD5, which was verified. */
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
