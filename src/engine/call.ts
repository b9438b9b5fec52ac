import type { ApiError, CallDetails, ClientError, ErrorDetails, Outcome, Phase } from "./errors.js";
import type { Authorization, Explanation, Reply, WrittenRequest } from "./layer.js";
import type { BodyKind, SuccessKind } from "./operation-entry.js";
import type { Operation } from "./operation.js";
import type { ResolvedOptions } from "./options.js";
import { createRedactor, redactUrl, type Redact } from "./redact.js";
import { findSecretParameters, findSecrets } from "./secrets.js";

/** The state of one call, across all its attempts. */
export class Call {
  attempts = 0;
  phase: Phase = "credential";
  /** The effect of the earlier attempts together. */
  outcome: Outcome = "not-sent";
  /** Whether the caller has its result. */
  hasEnded = false;
  /** The error of an attempt that ended with a 401. */
  rejection: ApiError | undefined;
  /** The request without its credential, once it is written. */
  request: WrittenRequest | undefined;
  /** Every credential that an attempt has sent. */
  credentials: string[] = [];
  /** Stops the current step. Called if the call ends early, by a timeout or an abort. */
  leave: ((reason: unknown) => void) | undefined;
  /** The deadline, as a value of `performance.now()`. */
  readonly end: number;
  /** Rejects the call with a reason. */
  stop: ((reason: unknown, fetchReason?: unknown) => void) | undefined;
  /** Aborts the current attempt. */
  controller = new AbortController();

  constructor(
    readonly operation: Operation,
    readonly options: ResolvedOptions,
    readonly layer: Layer,
  ) {
    this.end = performance.now() + options.timeout;
  }

  /** Records the effect of a failed attempt, before the next one. */
  addOutcome(outcome: Outcome): void {
    if (this.outcome !== "unknown" && outcome !== "not-sent") this.outcome = outcome;
  }

  /**
   * Returns whether the caller has its result. An attempt may still be waiting for a status. It is a
   * method, because TypeScript assumes that a property does not change during an `await`.
   */
  isOver(): boolean {
    return this.hasEnded;
  }

  /** Returns the details of this call for an error, in its current state. */
  details(): CallDetails {
    const { name, operationId, method } = this.operation;
    return {
      caller: name,
      operationId,
      method: this.request?.method ?? method,
      url: redactUrl(this.request?.url ?? "", this.redactor()),
      attempts: this.attempts,
      outcome: this.outcome,
    };
  }

  /** Creates an error with the details of this call. */
  failure<E extends ClientError, Details extends ErrorDetails>(
    type: new (message: string, details: Details) => E,
    problem: string,
    details: Omit<Details, keyof CallDetails> & Partial<CallDetails>,
  ): E {
    const all = { ...this.details(), ...details } as unknown as Details; // Safe: together they have every member.
    return new type(`${this.operation.name} failed: ${problem}`, all);
  }

  /** Returns the values that must not appear in an error of this call. */
  secrets(): string[] {
    const { url = "", body, headers, parameters } = this.request ?? {};
    return [
      ...this.credentials,
      ...findSecrets(url.split("?")[1]),
      ...findSecrets(body),
      ...findSecretParameters(Object.entries({ ...headers, parameters })),
    ];
  }

  /** Returns a function that masks the secrets of this call in a text. */
  redactor(): Redact {
    return createRedactor(this.secrets());
  }
}

/** Decodes text. Users' types may have no `TextDecoder`, such as those of Node without the DOM's. */
export interface Decoder {
  decode(bytes: Uint8Array): string;
}

/** The functions through which the engine supports one kind of API. */
export interface Layer {
  /**
   * Writes a request.
   *
   * @throws ConfigurationError if an argument is unknown, missing or cannot be sent
   */
  readonly write: (operation: Operation, args: unknown, options: ResolvedOptions) => WrittenRequest;
  /** Chooses the credential of the next attempt. Returns a promise only if it has to wait. */
  readonly authorize: (
    call: Call,
    request: WrittenRequest,
  ) => Authorization | Promise<Authorization>;
  /** Reads the problems from an error response. */
  readonly explain: (call: Call, status: number, headers: Headers, body: unknown) => Explanation;
  /** Returns whether a later attempt may succeed after this status. Default: `isTransient` of retry.ts. */
  readonly isTransient?: (status: number) => boolean;
  /**
   * Chooses how the body of a success is read, or reads it and returns the reply. Default: the kind
   * that the operation documents.
   */
  readonly read?: (
    call: Call,
    response: Response,
    documented: SuccessKind | "other",
  ) => BodyKind | "other" | Reply;
  /** Returns the decoder for the text of a media type. Default: UTF-8. */
  readonly decoder?: (mediaType: string) => Decoder | undefined;
  /** Marks an error as an error of this API. */
  readonly mark?: (error: ClientError) => void;
  /** Sends a call, for example through middleware. Returns `undefined` if the engine has to send it. */
  deliver?: (call: Call, request: WrittenRequest) => Promise<Reply> | undefined;
}
