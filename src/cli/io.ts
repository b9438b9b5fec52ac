import type { ReadStream, WriteStream } from "node:tty";

/** A stream for results or messages. */
export interface Output extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  /** The width of the terminal. */
  readonly columns?: number;
}

/** A stream for answers and secrets. */
export interface Input extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
}

/** What the command reads from and writes to. Tests pass their own. */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder; `undefined` if there is none. */
  readonly home: string | undefined;
  readonly platform: NodeJS.Platform;
  /** Relative paths start here. */
  readonly cwd: string;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Whether a person sits in front of both streams and can answer a question. */
export function canAsk(io: Io): io is Io & { stdin: ReadStream; stderr: WriteStream } {
  return io.stdin.isTTY === true && io.stderr.isTTY === true;
}
