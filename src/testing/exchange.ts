import type { operations } from "../../generated/schema.js";
import type { Reply } from "./replies.js";
import type { State } from "./state.js";

/** What all requests of one server share. */
export interface ServerContext {
  readonly api: "v0" | "v1";
  readonly state: State;
  readonly now: () => Date;
  /** Days that an API key may live at most. */
  readonly maxKeyLifetime: number;
}

/** A request as it came in. */
export interface IncomingRequest {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  /** Scheme and host as the client addressed them. */
  readonly origin: string;
}

/** A request for an operation, after its parameters and body were found valid. */
export interface Exchange<Body = unknown> {
  readonly context: ServerContext;
  readonly request: IncomingRequest;
  readonly parameters: Parameters;
  readonly body: Body;
}

/** Path and query parameters by name, cast to their types. */
export class Parameters {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values;
  }

  text(name: string): string {
    return this.optionalText(name) ?? "";
  }

  optionalText(name: string): string | undefined {
    const value = this.#values.get(name);
    return typeof value === "string" ? value : undefined;
  }

  number(name: string): number {
    return Number(this.#values.get(name) ?? 0);
  }

  flag(name: string): boolean {
    return this.#values.get(name) === true;
  }
}

/** The JSON body that an operation takes, or `undefined`. */
type BodyOf<Operation> = Operation extends {
  requestBody: { content: { "application/json": infer Body } };
}
  ? Body
  : undefined;

/** Answers the requests of operations, by operationId. */
export type Handlers = {
  [Id in keyof operations]?: (exchange: Exchange<BodyOf<operations[Id]>>) => Reply;
};

/** A handler whose operation is not known to the type system, as the router finds it. */
export type AnyHandler = (exchange: Exchange) => Reply;
