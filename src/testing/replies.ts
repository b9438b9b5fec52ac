import type { ErrorModel } from "../../generated/schema.js";

/**
 * The reply of a handler. The server sends five kinds of bodies, and only some of them are JSON. The
 * kind for each status is the same as on the real server.
 */
export type Reply =
  | JsonReply
  | ExceptionReply
  | BytesReply
  /** 204 without a body. The server closes the connection. */
  | { readonly kind: "empty" }
  /** An uncaught error of the server. The body is plain text, whatever the `Accept` header says. */
  | { readonly kind: "crash" };

/** JSON, whatever the `Accept` header says. */
export interface JsonReply {
  readonly kind: "json";
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A JSON object, an HTML page or plain text, depending on the `Accept` header. */
export interface ExceptionReply {
  readonly kind: "exception";
  readonly status: ExceptionStatus;
  readonly detail?: string;
  /** A path on this server. The response has it as an absolute `Location`. */
  readonly location?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Content of another type. */
export interface BytesReply {
  readonly kind: "bytes";
  readonly status: number;
  readonly contentType?: string;
  readonly body: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export type ExceptionStatus = 200 | 302 | 400 | 401 | 403 | 404 | 410;

type ErrorEntry = ErrorModel[number];

/** A problem that the server's own code finds. */
export interface Finding {
  readonly message: string | null;
  readonly field?: string;
  readonly entity?: ErrorEntry["entity"];
}

/** Ends the request with this reply. Thrown by the functions that handlers call. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(readonly reply: Reply) {
    super("The server refused the request.");
  }
}

export const noContent: Reply = { kind: "empty" };
export const crash: Reply = { kind: "crash" };

export function json(status: number, body: unknown, headers?: Record<string, string>): Reply {
  return { kind: "json", status, body, ...(headers && { headers }) };
}

export function exception(status: ExceptionStatus, detail?: string): Reply {
  return { kind: "exception", status, ...(detail !== undefined && { detail }) };
}

/** Returns a 400 with one entry per finding. */
export function invalid(findings: readonly Finding[]): Reply {
  // Without a description of its pattern, a definition has no message. The server then rejects its
  // own response.
  if (findings.some(({ message }) => message === null)) {
    return json(500, [{ exception: "ValidationError", message: "None for not nullable" }]);
  }
  return json(
    400,
    findings.map(({ message, field, entity }) => ({
      exception: "ValidationError",
      ...(entity && { entity }),
      ...(field !== undefined && { field }),
      message,
    })),
  );
}

/** 403 for a frozen or submitted resource. */
export const notModifiable: Reply = json(403, [
  { exception: "ResourceNotModifiableError", message: "The resource cannot be modified" },
]);

/** Returns the 500 that replaces a status which the server's spec does not declare. */
export function undeclaredStatus(status: number): Reply {
  return json(500, [
    { exception: "InvalidResponse", message: `Unknown response http status: ${status}` },
  ]);
}
