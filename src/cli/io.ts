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

/** The streams and settings of the process. Tests pass their own. */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder; `undefined` if there is none. */
  readonly home: string | undefined;
  readonly platform: NodeJS.Platform;
  /** The folder for relative paths. */
  readonly cwd: string;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Whether both streams are terminals, so that the command can ask questions. */
export function canAsk(io: Io): io is Io & { stdin: ReadStream; stderr: WriteStream } {
  return io.stdin.isTTY === true && io.stderr.isTTY === true;
}
