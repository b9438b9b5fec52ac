import type { Content } from "./content.js";

/** Computes an MD5 chunk by chunk. */
export interface Md5 {
  update(chunk: Uint8Array): void;
  /** As 32 lowercase hexadecimal digits. */
  digest(): string;
}

/** A file that gets its name only when it is complete. */
export interface Target {
  readonly path: string;
  write(chunk: Uint8Array): Promise<void>;
  /** Gives the file its name. */
  finish(): Promise<void>;
  /** Removes the temporary file. */
  discard(): Promise<void>;
}

/** One attempt to send a content. */
export interface Sending {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Content;
  readonly signal: AbortSignal;
  readonly fetch: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  readonly agent: object | undefined;
  /** The longest time without progress, in milliseconds. */
  readonly idleTimeout: number;
  /** How long the server may take to answer after the last byte, in milliseconds. */
  readonly answerTimeout: number;
  /**
   * Called with each chunk, in order: before it is sent, or while `fetch` sends the whole content
   * without reporting how much was sent.
   */
  readonly onChunk: (chunk: Uint8Array, phase: "sending" | "hashing") => void;
  /** Called when `fetch` is still sending, and everything is hashed. */
  readonly onHashed: () => void;
  /** Called after the last byte was sent. */
  readonly onSent: () => void;
}

/** A small file that records the progress of a submission. */
export interface JournalFile {
  /** The lines of earlier runs. */
  readonly lines: readonly string[];
  append(line: string): void;
  close(): void;
}

/** The functions that differ between browsers and Node, Bun and Deno. */
export interface Platform {
  createMd5(): Md5;
  send(sending: Sending): Promise<Response>;
  openPath(path: string | URL, name: string | undefined): Promise<Content>;
  openTarget(path: string | URL, overwrite: boolean): Promise<Target>;
  openJournal(path: string | URL): JournalFile;
}
