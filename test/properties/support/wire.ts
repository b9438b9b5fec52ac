import { ConfigurationError, createClient } from "datameta-client";
import { expect } from "vitest";
import type { Operation } from "../../../src/engine/operation.js";
import { failureOf } from "../../support/failure-of.js";
import { serve, type LoopbackServer, type SeenRequest } from "../../support/loopback.js";

/** A method of the client, for callers without a compiler. */
type UntypedMethod = (args?: unknown, options?: unknown) => Promise<unknown>;

/** A real server that takes every request, and calls without types that it sees. */
export class Wire implements AsyncDisposable {
  private constructor(private readonly server: LoopbackServer) {}

  /** A server that repeats each body as its answer, or answers 204 where none came. */
  static async open(): Promise<Wire> {
    const server = await serve(({ body }, response) => {
      if (body === "") response.writeHead(204).end();
      else response.writeHead(200, { "Content-Type": "application/json" }).end(body);
    });
    return new Wire(server);
  }

  get url(): string {
    return this.server.url;
  }

  /** How many requests have come. */
  get count(): number {
    return this.server.requests.length;
  }

  /** The requests after the first so many. */
  since(count: number): readonly SeenRequest[] {
    return this.server.requests.slice(count);
  }

  /** Calls the operation by its method; gives what it gave, or threw. */
  async call(operation: Operation, args: unknown, options?: unknown, client: object = {}) {
    const datameta = createClient({ baseUrl: this.url, retry: 0, ...client });
    // A client has a method for each operation of the table.
    const method = (datameta as unknown as Record<string, UntypedMethod>)[operation.name];
    if (!method) throw new Error(`there is no method ${operation.name}`);
    return method(args, options);
  }

  /** Calls the operation by its path, as openapi-fetch's users do. */
  async callByPath({ method, path }: Operation, init: object) {
    const datameta = createClient({ baseUrl: this.url, retry: 0 });
    // The operation's types are not known here; the client gets what a caller without types gives.
    const request = datameta.http.request as unknown as (...args: unknown[]) => Promise<unknown>;
    return request(method.toLowerCase(), path, init);
  }

  /** The one request that the call sends, whatever the client makes of the answer. */
  async requestOf(call: () => Promise<unknown>): Promise<SeenRequest> {
    const before = this.count;
    await call().catch((error: unknown) => {
      if (error instanceof ConfigurationError) throw error;
    });
    const [request, ...more] = this.since(before);
    if (!request || more.length > 0) throw new Error(`${more.length} requests more than one`);
    return request;
  }

  /** The refusal of a call that sends nothing. */
  async refusalOf(call: () => Promise<unknown>): Promise<ConfigurationError> {
    const before = this.count;
    const error = await failureOf(call());
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ outcome: "not-sent", attempts: 0 });
    expect(this.count).toBe(before);
    return error as ConfigurationError; // As the first expectation says.
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
  }
}
