import type { ErrorDetails, Outcome, Phase } from "./errors.js";
import type { Operation } from "./operation.js";
import type { ResolvedOptions } from "./options.js";
import { redactUrl } from "./redact.js";
import type { Pass } from "./token-gate.js";

/** What an error says about a call that got as far as having a URL. */
export interface CallDetails extends ErrorDetails {
  readonly operationId: string;
  readonly method: string;
  readonly url: string;
  readonly attempts: number;
  readonly outcome: Outcome;
}

/** One call on its way: what it is, and how far it has come. */
export class Call {
  attempts = 0;
  phase: Phase = "credential";
  /** Whether an earlier attempt may have had an effect. */
  uncertain = false;
  url = "";
  /** When its deadline is, in milliseconds of `Date.now()`. */
  end = 0;
  /** What must not show in an error, besides what the body of the request tells. */
  secrets: readonly string[] = [];
  /** The caller's own, and within the deadline one that aborts for both. */
  signal: AbortSignal | undefined;
  /** What the attempt under way got from the gate. */
  pass: Pass | undefined;
  /** The data of the success, once it is there. */
  data: unknown;
  /** The platform's response, once it is there; its body is read. */
  response: Response | undefined;

  constructor(
    readonly operation: Operation,
    readonly options: ResolvedOptions,
  ) {
    this.signal = options.signal;
  }

  /** What an error says about this call as it stands. */
  details(): CallDetails {
    const { operationId, method } = this.operation;
    return {
      operationId,
      method,
      url: redactUrl(this.url),
      attempts: this.attempts,
      outcome: this.uncertain ? "unknown" : "not-sent",
    };
  }
}
