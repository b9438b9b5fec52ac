import createFetchClient, { type Client } from "openapi-fetch";
import { errorStatuses, operations as entries } from "../generated/operations.js";
import type { operations, paths } from "../generated/schema.js";
import type { Connection } from "./admit.js";
import { serializePath, splitArguments, type SplitArguments } from "./arguments.js";
import { resolveBaseUrl } from "./base-url.js";
import { Call } from "./call.js";
import { isDocumentedError } from "./error-guard.js";
import { ConfigurationError } from "./errors.js";
import { interpret } from "./exchange.js";
import { findOperation, resolveOperation, type Operation } from "./operation.js";
import type { OperationMethod, WithResponse } from "./operation-types.js";
import {
  resolveCallOptions,
  resolveClientOptions,
  type CallOptions,
  type ClientOptions,
  type ResolvedOptions,
} from "./options.js";
import { inAllForms, secretsOf } from "./redact.js";
import { writeRequest } from "./request.js";
import { send, withinDeadline } from "./send.js";
import { TokenGate } from "./token-gate.js";

type Entries = typeof entries;

/** The operationId of an entry: its own, or the method's name with a capital. */
type OperationIdOf<Name extends string, Entry> = Entry extends { operationId: infer Id }
  ? Id
  : Capitalize<Name>;

/** One method for each operation of the API. */
export type OperationMethods = {
  readonly [Name in keyof Entries]: OperationMethod<
    operations[OperationIdOf<Name, Entries[Name]> & keyof operations]
  >;
};

/** openapi-fetch's client: typed GET, POST, PUT and DELETE by path. */
export type HttpClient = Client<paths>;

/** What {@link createClient} makes. */
export interface DataMetaClient extends OperationMethods {
  /**
   * The same API by path, as openapi-fetch has it: with the same credentials, retries, deadline and
   * errors. The way to what the methods do not give, and to openapi-react-query.
   */
  readonly http: HttpClient;
}

/** What all calls of a client share. */
interface Shared {
  readonly connection: Connection;
  readonly defaults: ResolvedOptions;
  readonly http: HttpClient;
  /** Whether middleware wants to see a real `Request`. */
  readonly hasMiddleware: () => boolean;
}

/**
 * Makes a client for one server.
 *
 * @throws ConfigurationError where an option is wrong or unknown
 *
 * @example
 * ```ts
 * const datameta = createClient({
 *   baseUrl: "https://datameta.example.org/api/v1",
 *   auth: { bearer: () => loadToken() },
 * });
 * const { name } = await datameta.whoami();
 * ```
 */
export function createClient(options: ClientOptions): DataMetaClient {
  const defaults = resolveClientOptions(options);
  const connection = { baseUrl: resolveBaseUrl(options.baseUrl), gate: new TokenGate() };
  const all = Object.entries(entries).map(([name, entry]) => resolveOperation(name, entry));
  const http = createFetchClient<paths>({
    baseUrl: connection.baseUrl,
    headers: defaults.headers,
    pathSerializer: serializePath,
    signal: defaults.signal ?? null,
    fetch: (request) => {
      const operation = findOperation(all, request.method, request.url, connection.baseUrl);
      refuseTemplate(operation, request.url);
      const call = new Call(operation, { ...defaults, signal: request.signal });
      return send(call, request, connection);
    },
  });
  const hasMiddleware = countMiddleware(http);
  http.use(...(options.middleware ?? []));
  const shared = { connection, defaults, http, hasMiddleware };
  const methods = all.map((operation) => [operation.name, createMethod(operation, shared)]);
  // Each method does at run time what its type, derived from the same operation, says.
  return { ...(Object.fromEntries(methods) as OperationMethods), http };
}

/** openapi-fetch sends the template as it is where it is given no path parameters at all. */
function refuseTemplate({ name, pathParameters }: Operation, url: string): void {
  const missing = pathParameters.find((each) => url.includes(`/%7B${each}%7D`));
  if (missing === undefined) return;
  throw new ConfigurationError(`${name}: path parameter "${missing}" is missing`);
}

/** Watches what is registered, since openapi-fetch does not tell. */
function countMiddleware(http: HttpClient): () => boolean {
  const use = http.use.bind(http);
  const eject = http.eject.bind(http);
  const registered: unknown[] = [];
  http.use = (...middleware) => {
    use(...middleware);
    registered.push(...middleware);
  };
  http.eject = (...middleware) => {
    eject(...middleware);
    for (const one of middleware) {
      const index = registered.indexOf(one);
      if (index >= 0) registered.splice(index, 1);
    }
  };
  return () => registered.length > 0;
}

type UntypedCall = (args?: unknown, options?: CallOptions) => Promise<WithResponse<unknown>>;

function createMethod(operation: Operation, shared: Shared) {
  const withResponse: UntypedCall = (args, options) => perform(operation, shared, args, options);
  const isError = (error: unknown) =>
    isDocumentedError(operation.operationId, errorStatuses, error);
  return Object.assign(
    async (args?: unknown, options?: CallOptions) => (await withResponse(args, options)).data,
    { withResponse, isError },
  );
}

async function perform(
  operation: Operation,
  shared: Shared,
  args: unknown,
  callOptions: CallOptions | undefined,
): Promise<WithResponse<unknown>> {
  const { connection, defaults } = shared;
  const options = resolveCallOptions(operation.name, defaults, callOptions);
  const given = splitArguments(operation, args);
  const call = new Call(operation, options);
  try {
    const request = writeRequest(operation, connection.baseUrl, given, options.headers);
    if (shared.hasMiddleware()) {
      call.url = request.url;
      call.phase = "middleware";
      return await withinDeadline(call, () => throughMiddleware(call, given, shared));
    }
    return { response: await send(call, request, connection), data: call.data };
  } catch (error) {
    // The caller's abort wins over everything, also where its reason is a falsy value.
    if (options.signal?.aborted) throw options.signal.reason;
    throw error;
  }
}

/** openapi-fetch's `request` without its types: an operation is only known at run time here. */
type UntypedRequest = (
  method: string,
  path: string,
  init: Record<string, unknown>,
) => Promise<{ error?: unknown; response: Response }>;

async function throughMiddleware(
  call: Call,
  given: SplitArguments,
  { connection, http }: Shared,
): Promise<WithResponse<unknown>> {
  // Safe: it is the same function. Its types want an operation known to the compiler; here
  // `splitArguments` has checked path, query and body against the operation instead.
  const request = http.request as unknown as UntypedRequest;
  const { error, response } = await request(call.operation.method, call.operation.path, {
    ...given,
    headers: call.options.headers,
    // It would leave a listener on the signal; `send` takes it from the options.
    signal: null,
    // The body is read and parsed by `send`.
    parseAs: "stream",
    fetch: (request: Request) => send(call, request, connection),
  });
  if (response === call.response) return { data: call.data, response };
  // Middleware gave an answer of its own; openapi-fetch has read it where it is not ok.
  const text = response.ok ? await response.text() : JSON.stringify(error ?? "");
  const secrets = inAllForms(secretsOf(undefined, JSON.stringify(given.body)));
  return { data: interpret(call, response, text, secrets), response };
}
