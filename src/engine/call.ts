import type { ApiError, CallDetails, ClientError, ErrorDetails, Phase } from "./errors.js";
import type { Authorization, Explanation, Reply, WrittenRequest } from "./layer.js";
import type { BodyKind, SuccessKind } from "./operation-entry.js";
import type { Operation } from "./operation.js";
import type { ResolvedOptions } from "./options.js";
import { createRedactor, redactUrl, type Redact } from "./redact.js";
import { findSecretParameters, findSecrets } from "./secrets.js";

/** One call: what it is, and how far it has come. What outlives an attempt is kept here. */
export class Call {
  attempts = 0;
  phase: Phase = "credential";
  /** Whether an earlier attempt may have had an effect. */
  isUncertain = false;
  #isOver = false;
  /** The 401 that the server gave to an attempt. */
  rejection: ApiError | undefined;
  /** The request without its credential, once it is written. */
  request: WrittenRequest | undefined;
  /** Every credential that an attempt has sent. */
  credentials: string[] = [];
  /** Ends what the call is doing. Called when the caller leaves before the result is there. */
  leave: ((reason: unknown) => void) | undefined;
  /** When the call runs out of time, by `performance.now()`. */
  readonly end: number;
  /** Ends the call: it rejects with the reason. */
  stop: ((reason: unknown, fetchReason?: unknown) => void) | undefined;
  readonly controller = new AbortController();

  constructor(
    readonly operation: Operation,
    readonly options: ResolvedOptions,
    readonly layer: Layer,
  ) {
    this.end = performance.now() + options.timeout;
  }

  /** Tells that the caller has its result. */
  finish(): void {
    this.#isOver = true;
  }

  /** Whether the caller has its result. An attempt may still be waiting for a status. */
  isOver(): boolean {
    return this.#isOver;
  }

  /** What an error says about this call as it stands. */
  details(): CallDetails {
    const { name, operationId, method } = this.operation;
    return {
      caller: name,
      operationId,
      method: this.request?.method ?? method,
      url: redactUrl(this.request?.url ?? "", this.redactor()),
      attempts: this.attempts,
      outcome: this.isUncertain ? "unknown" : "not-sent",
    };
  }

  /** Creates an error about this call as it stands. */
  failure<E extends ClientError, Details extends ErrorDetails>(
    type: new (message: string, details: Details) => E,
    problem: string,
    details: Omit<Details, keyof CallDetails> & Partial<CallDetails>,
  ): E {
    const all = { ...this.details(), ...details } as unknown as Details; // Together, they are all of it.
    return new type(`${this.operation.name} failed: ${problem}`, all);
  }

  /** What must not appear in an error about this call. */
  secrets(): string[] {
    const { body, headers, parameters } = this.request ?? {};
    return [
      ...this.credentials,
      ...findSecrets(body),
      ...findSecretParameters(Object.entries({ ...headers, parameters })),
    ];
  }

  /** Masks the secrets in a text. */
  redactor(): Redact {
    return createRedactor(this.secrets());
  }
}

/** What an API's layer tells the engine. */
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
  /** Reads the problems out of an error response. */
  readonly explain: (call: Call, status: number, headers: Headers, body: unknown) => Explanation;
  /** Whether a later attempt may succeed after this status. Default: what HTTP says. */
  readonly isTransient?: (status: number) => boolean;
  /**
   * Chooses how the body of a success is read, or reads it itself: as a stream, or by its own media
   * type. Without it, the body is read as the table says.
   */
  readonly read?: (
    call: Call,
    response: Response,
    documented: SuccessKind | "other",
  ) => BodyKind | "other" | Reply;
  /** Marks an error as one of this API's. */
  readonly mark?: (error: ClientError) => void;
  /** Sends a call in its own way. Returns `undefined` if the engine is to send it. */
  deliver?: (call: Call, args: unknown) => Promise<Reply> | undefined;
}
