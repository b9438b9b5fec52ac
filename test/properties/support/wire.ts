import { ConfigurationError, createClient } from "datameta-client";
import { expect } from "vitest";
import type { Operation } from "../../../src/engine/operation.js";
import { failureOf } from "../../support/failure-of.js";
import { serve, type LoopbackServer, type SeenRequest } from "../../support/loopback.js";

/** A method of the client without its types. */
type UntypedMethod = (args?: unknown, options?: unknown) => Promise<unknown>;

/** A server that accepts every request, and untyped calls to it. */
export class Wire implements AsyncDisposable {
  private constructor(private readonly server: LoopbackServer) {}

  /** Starts a server that returns the body of each request, or 204 if there is none. */
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

  /** The number of requests so far. */
  get count(): number {
    return this.server.requests.length;
  }

  /** Returns the requests after the first ones. */
  since(count: number): readonly SeenRequest[] {
    return this.server.requests.slice(count);
  }

  /** Calls the operation by its method. Returns its result or its error. */
  async call(operation: Operation, args: unknown, options?: unknown, client: object = {}) {
    const datameta = createClient({ baseUrl: this.url, retry: 0, ...client });
    // Safe: a client has a method for each operation of the table.
    const method = (datameta as unknown as Record<string, UntypedMethod>)[operation.name];
    if (!method) throw new Error(`there is no method ${operation.name}`);
    return method(args, options);
  }

  /** Calls the operation by its path, as openapi-fetch's users do. */
  async callByPath({ method, path }: Operation, init: object) {
    const datameta = createClient({ baseUrl: this.url, retry: 0 });
    // Safe: the test calls the operation like an untyped program.
    const request = datameta.http.request as unknown as (...args: unknown[]) => Promise<unknown>;
    return request(method.toLowerCase(), path, init);
  }

  /** Returns the only request of a call, whatever its result. */
  async requestOf(call: () => Promise<unknown>): Promise<SeenRequest> {
    const before = this.count;
    await call().catch((error: unknown) => {
      if (error instanceof ConfigurationError) throw error;
    });
    const [request, ...more] = this.since(before);
    if (!request || more.length > 0) throw new Error(`${more.length} requests more than one`);
    return request;
  }

  /** Returns the error of a call that sends nothing. */
  async refusalOf(call: () => Promise<unknown>): Promise<ConfigurationError> {
    const before = this.count;
    const error = await failureOf(call());
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ outcome: "not-sent", attempts: 0 });
    expect(this.count).toBe(before);
    return error as ConfigurationError; // Safe: checked by the first expectation.
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
  }
}
