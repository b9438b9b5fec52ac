import type { Issue } from "./errors.js";

/** A request without its credential. */
export interface WrittenRequest {
  readonly method: string;
  readonly url: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** `BodyInit`, which the types of Node do not have. */
  readonly body?: RequestInit["body"] | undefined;
  /** The parameters by name, also within objects. Those whose name says so are secrets. */
  readonly parameters?: object;
}

/** What became of an attempt. */
export type Fate =
  /** Nothing left this machine. */
  | "not-sent"
  /** The request may have arrived, but there is no status. */
  | "lost"
  /** The server did what was asked. */
  | "success"
  /** There is a status. `body` is `undefined` if the body was not read. */
  | { readonly status: number; readonly headers: Headers; readonly body?: unknown };

/** The credential of one attempt. */
export interface Authorization {
  /** By name in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Parts of the query, encoded. */
  readonly query?: readonly string[];
  /** Whether the browser adds its cookies. */
  readonly session?: boolean;
  /** What must not appear in an error. */
  readonly secrets?: readonly string[];
  /** Whether another credential may be asked for after a 401. */
  readonly isRenewable?: boolean;
  /** Whether a request whose caller has left stays open until its status is known. */
  readonly needsStatus?: boolean;
  /** Takes what became of the attempt. The first fate counts. */
  release?(fate: Fate): void;
  /** Whether the attempt may be repeated after its fate is known. */
  isRepeatable?(): boolean;
}

/** What an error response means. */
export interface Explanation {
  readonly issues: readonly Issue[];
  /** Whether the issues only repeat the status, and are left out of the message. */
  readonly isBoilerplate?: boolean;
  /** What the caller can do, as a sentence. */
  readonly advice?: string | undefined;
}

/** What a call returns inside the client. */
export interface Reply {
  readonly data: unknown;
  readonly response: Response;
  /** The body as it came, if it is text. */
  readonly text: string | undefined;
}
