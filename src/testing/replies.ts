import type { ErrorModel } from "../../generated/schema.js";

/**
 * What a handler answers. The server has five kinds of bodies, and only some of them are JSON:
 * which one a status comes with is part of the behaviour.
 */
export type Reply =
  | JsonReply
  | ExceptionReply
  | BytesReply
  /** 204: no body, and the server closes the connection. */
  | { readonly kind: "empty" }
  /** An uncaught error of the server: plain text, whatever was asked for. */
  | { readonly kind: "crash" };

/** JSON, whatever the request's `Accept` says. */
export interface JsonReply {
  readonly kind: "json";
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Negotiated by `Accept`: JSON object, HTML page or plain text. */
export interface ExceptionReply {
  readonly kind: "exception";
  readonly status: ExceptionStatus;
  readonly detail?: string;
  /** A path of this server; the answer carries it as an absolute `Location`. */
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

/** One finding of a check by the server's own code. */
export interface Finding {
  readonly message: string | null;
  readonly field?: string;
  readonly entity?: ErrorEntry["entity"];
}

/** Thrown by what handlers call, to end the request with this answer. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(readonly reply: Reply) {
    super("The request is answered by its reply.");
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

/** 400 with one entry per finding. */
export function invalid(findings: readonly Finding[]): Reply {
  // The server checks its own answers, and a definition without a description of its pattern
  // has no message: the client sees that check fail instead.
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

/** 403 for what was frozen or submitted. */
export const notModifiable: Reply = json(403, [
  { exception: "ResourceNotModifiableError", message: "The resource cannot be modified" },
]);

/** The server's check of its own answers refuses a status that its spec does not declare there. */
export function undeclaredStatus(status: number): Reply {
  return json(500, [
    { exception: "InvalidResponse", message: `Unknown response http status: ${status}` },
  ]);
}
