import type { operations } from "../../generated/schema.js";
import type { Reply } from "./replies.js";
import type { State } from "./state.js";

/** What all requests to one server share. */
export interface ServerContext {
  readonly api: "v0" | "v1";
  readonly state: State;
  readonly now: () => Date;
  /** The maximum lifetime of an API key, in days. */
  readonly maxKeyLifetime: number;
}

/** A request as received. */
export interface IncomingRequest {
  readonly method: string;
  /** The decoded path, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By lowercase name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  /** Scheme and host that the client used. */
  readonly origin: string;
}

/** A request for an operation, with valid parameters and a valid body. */
export interface OperationRequest<Body = unknown> {
  readonly context: ServerContext;
  readonly request: IncomingRequest;
  readonly parameters: Parameters;
  readonly body: Body;
}

/** Path and query parameters by name, converted to their types. */
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

/** The JSON body of an operation, or `undefined`. */
type BodyOf<Operation> = Operation extends {
  requestBody: { content: { "application/json": infer Body } };
}
  ? Body
  : undefined;

/** The handlers of the operations, by operationId. */
export type Handlers = {
  [Id in keyof operations]?: (operationRequest: OperationRequest<BodyOf<operations[Id]>>) => Reply;
};

/** A handler of any operation, for the router. */
export type AnyHandler = (operationRequest: OperationRequest) => Reply;
