import type { Content } from "./content.js";

/** Computes an MD5 piece by piece. */
export interface Md5 {
  update(chunk: Uint8Array): void;
  /** As 32 lowercase hexadecimal digits. */
  digest(): string;
}

/** A file that is written, and only appears under its name when it is complete. */
export interface Target {
  readonly path: string;
  write(chunk: Uint8Array): Promise<void>;
  /** Gives the file its name. */
  finish(): Promise<void>;
  /** Removes what was written. */
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
  /** In milliseconds, how long nothing may move. */
  readonly patience: number;
  /** In milliseconds, how long the server may take once it has everything. */
  readonly answerPatience: number;
  /** Takes each piece, in order, before it is sent. */
  readonly onChunk: (chunk: Uint8Array) => void;
  /** Told when everything is sent. */
  readonly onSent: () => void;
}

/** A small file that remembers how far a submission is. */
export interface JournalFile {
  /** The lines of earlier runs. */
  readonly lines: readonly string[];
  append(line: string): void;
  close(): void;
}

/** What differs between Node, Bun and Deno on one side, and browsers on the other. */
export interface Platform {
  createMd5(): Promise<Md5>;
  send(sending: Sending): Promise<Response>;
  openPath(path: string | URL, name: string | undefined): Promise<Content>;
  openTarget(path: string | URL, overwrite: boolean): Promise<Target>;
  openJournal(path: string | URL): JournalFile;
}
