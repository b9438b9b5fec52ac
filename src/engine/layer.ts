import type { Issue } from "./errors.js";

/** A request without its credential. */
export interface WrittenRequest {
  readonly method: string;
  readonly url: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** A `BodyInit`, a type that @types/node does not have. */
  readonly body?: RequestInit["body"] | undefined;
  /** The parameters by name, also nested in objects. Secrets among them are found by their names. */
  readonly parameters?: object;
}

/** The known part of an attempt's result. */
export type AttemptResult =
  /** The request never left this machine. */
  | "not-sent"
  /** The request may have arrived, but its status is unknown. */
  | "lost"
  /** The request succeeded, and its body was read. */
  | "success"
  /** The status is known. `body` is `undefined` if the body was not read. */
  | { readonly status: number; readonly headers: Headers; readonly body?: unknown };

/** The credential of one attempt. */
export interface Authorization {
  /** By name in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The URL of the request, if the credential is part of it. */
  readonly url?: string | undefined;
  /** Whether the browser adds its cookies. */
  readonly session?: boolean | undefined;
  /** The values that must not appear in an error. */
  readonly secrets?: readonly string[];
  /** Whether the engine may ask for another credential after a 401. */
  readonly isRenewable?: boolean;
  /** Whether a request stays open until its status is known, even if its call has ended. */
  readonly needsStatus?: boolean;
  /** Called with the result of the attempt. Later calls for the same attempt are ignored. */
  release?(result: AttemptResult): void;
  /** Returns whether the attempt may be repeated. Called after `release`. */
  isRepeatable?(): boolean;
}

/** No credential. It has own members, so that a polluted `Object.prototype` cannot add any. */
export const noCredential: Authorization = {
  headers: undefined,
  url: undefined,
  session: undefined,
};

/** The meaning of an error response. */
export interface Explanation {
  readonly issues: readonly Issue[];
  /** Whether the issues only repeat the status. The message then omits them. */
  readonly isBoilerplate?: boolean;
  /** A sentence that says what the caller can do. */
  readonly advice?: string | undefined;
}

/** The result of a call inside the client. */
export interface Reply {
  readonly data: unknown;
  readonly response: Response;
  /** The unparsed body, if it is text. */
  readonly text: string | undefined;
}
