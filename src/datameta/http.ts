import createFetchClient, {
  type Client as FetchClient,
  type ClientPathsWithMethod,
  type FetchResponse,
  type MaybeOptionalInit,
  type Middleware,
} from "openapi-fetch";

import { toJson } from "../engine/values.js";
import { Call } from "../engine/call.js";
import { withDeadline } from "../engine/deadline.js";
import { errorOf } from "../engine/error-response.js";
import { ConfigurationError } from "../engine/errors.js";
import type { Reply, WrittenRequest } from "../engine/layer.js";
import { reasonOf, type Client } from "../engine/methods.js";
import { bodyKindOf, resolveOperation, type Operation } from "../engine/operation.js";
import type { BodyKind } from "../engine/operation-entry.js";
import { ownMembers, type EngineOptions } from "../engine/options.js";
import { readBody } from "../engine/body.js";
import { replyOf } from "../engine/reply.js";
import { redactUrl } from "../engine/redact.js";
import { secretName } from "../engine/secrets.js";
import { send } from "../engine/send.js";
import { serializePath, serializeQuery } from "./arguments.js";

type Verb = "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";

type PathOf<Paths extends object, Method extends Verb> = keyof Paths &
  ClientPathsWithMethod<FetchClient<Paths>, Method>;

/** The result of a call by path. Errors are thrown, so there is always data. */
type HttpReply<Op, Init> = Omit<
  Extract<
    FetchResponse<Op & Record<string, unknown>, Init, `${string}/${string}`>,
    { readonly error?: never }
  >,
  "error"
>;

type CallByPath<Paths extends object, Method extends Verb> = <
  Path extends PathOf<Paths, Method>,
  Init extends MaybeOptionalInit<Paths[Path], Method & keyof Paths[Path]>,
>(
  url: Path,
  ...init: undefined extends MaybeOptionalInit<Paths[Path], Method & keyof Paths[Path]>
    ? [init?: Init & Readonly<Record<string, unknown>>]
    : [init: Init & Readonly<Record<string, unknown>>]
) => Promise<HttpReply<Paths[Path][Method & keyof Paths[Path]], Init>>;

type CallsByPath<Paths extends object> = {
  readonly [Method in Verb as Uppercase<Method>]: CallByPath<Paths, Method>;
};

/**
 * openapi-fetch's client: typed GET, POST, PUT and DELETE by path. It throws the client's errors
 * instead of returning them, so `data` is always there.
 */
export type HttpClient<Paths extends object> = CallsByPath<Paths> & FetchClient<Paths>;

/** The members of `init` that this module reads. openapi-fetch reads the others. */
interface HttpInit extends Readonly<Record<string, unknown>> {
  readonly params?: { readonly path?: object; readonly header?: object };
  readonly headers?: object;
  readonly fetch?: EngineOptions["fetch"];
  readonly signal?: AbortSignal | null;
  readonly parseAs?: unknown;
}

type UntypedRequest = (
  method: string,
  path: string,
  init: Readonly<Record<string, unknown>>,
) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

// openapi-fetch would read missing members from a polluted `Object.prototype`.
const noInit = { baseUrl: undefined, body: undefined, headers: undefined };
const noParams = { path: undefined, query: undefined, header: undefined };

const verbs = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];

/** The result of {@link createHttp}. */
interface Http<Paths extends object> {
  readonly client: HttpClient<Paths>;
  /** Sends the call of a method through the middleware. Returns `undefined` if there is no middleware. */
  readonly deliver: (call: Call, request: WrittenRequest) => Promise<Reply> | undefined;
}

/** Creates an openapi-fetch client, with its middleware, that sends its requests through the engine. */
export function createHttp<Paths extends object>(
  client: Client,
  operations: readonly Operation[],
  baseUrl: string,
  middleware: readonly Middleware[],
): Http<Paths> {
  const byRoute = new Map(operations.map((each) => [each.entry.route, each]));
  const inner = createFetchClient<Paths>({
    baseUrl,
    headers: client.options.headers,
    pathSerializer: serializePath,
    querySerializer: serializeQuery,
    bodySerializer: (body: unknown) => (body instanceof FormData ? body : toJson("body", body)),
  });
  // Safe: it is the same function. Its own type requires a path that the compiler knows.
  const request = inner.request as unknown as UntypedRequest;
  const use = inner.use.bind(inner);
  // After the first middleware is added, method calls go through openapi-fetch, even if it is ejected.
  let hasMiddleware = false;
  inner.use = (...added) => {
    use(...added);
    hasMiddleware ||= added.length > 0;
  };
  inner.use(...middleware);

  /** Runs a call in openapi-fetch. The engine then sends the request that the middleware returned. */
  async function deliver(call: Call, init: HttpInit, parseAs?: unknown): Promise<Reply> {
    let reply: Reply | undefined;
    let rebuilt: Response | undefined;
    call.phase = "middleware";
    const { data, error, response } = await request(call.operation.method, call.operation.path, {
      ...noInit,
      ...init,
      params: { ...noParams, ...init.params },
      // The engine parses the body, unless the caller has chosen `parseAs`.
      parseAs: parseAs ?? "stream",
      // The engine handles the signal. openapi-fetch would leave a listener on it.
      signal: null,
      fetch: async (each: Request) => {
        const { signal } = each;
        const stop = () => call.stop?.(signal.reason);
        signal.addEventListener("abort", stop, { once: true });
        if (signal.aborted) stop();
        const written = await readRequest(call, each, baseUrl);
        // If the call has ended meanwhile, it has its result, and this reason has no effect.
        if (call.isOver()) throw signal.reason;
        reply = await send(call, written);
        return (rebuilt = rebuild(reply));
      },
    });
    if (reply && response === rebuilt) {
      return { ...reply, response, data: parseAs === undefined ? reply.data : data };
    }
    // Middleware returned its own response. openapi-fetch has already read it if it is an error.
    if (!response.ok) throw errorOf(call, response, JSON.stringify(error ?? ""));
    if (parseAs !== undefined) return { data, response, text: undefined };
    const body = await readBody(call, response, call.options.maxResponseSize);
    return replyOf(
      call,
      response,
      (bodyKindOf(call.operation, response.status) ?? "other") as BodyKind,
      body,
    );
  }

  async function callByPath(method: string, path: string, input: HttpInit = {}) {
    const { layer } = client;
    const init: HttpInit = ownMembers(input);
    const operation = byRoute.get(`${method} ${path}`) ?? unknownOperation(method, path);
    const signal = init.signal ?? client.options.signal;
    const options = { ...client.options, signal, fetch: init.fetch ?? client.options.fetch };
    try {
      checkInit(operation, init);
      const call = new Call(operation, options, layer);
      call.request = { method, url: "", headers: {}, parameters: init.params ?? {} };
      const { data, response } = await withDeadline(call, () => deliver(call, init, init.parseAs));
      return { data, response };
    } catch (error) {
      throw reasonOf(error, layer, signal);
    }
  }

  const calls = verbs.map((verb) => [
    verb,
    (path: string, init?: HttpInit) => callByPath(verb, path, init),
  ]);
  return {
    client: Object.assign(inner, {
      ...(Object.fromEntries(calls) as CallsByPath<Paths>), // Safe: `calls` has a function for each verb.
      request: (method: string, path: string, init?: HttpInit) =>
        callByPath(method.toUpperCase(), path, init),
    }),
    deliver: (call, { parameters, body }) =>
      hasMiddleware
        ? deliver(call, {
            params: parameters ?? {},
            headers: call.options.headers,
            ...(body !== undefined && { body, bodySerializer: String }),
          })
        : undefined,
  };
}

/** Checks values that openapi-fetch would send unchecked, or quote in a TypeError. */
function checkInit({ name, pathParameters }: Operation, { params, headers }: HttpInit): void {
  const [missing] = pathParameters;
  // Without any path parameters, openapi-fetch would send the template unchanged.
  if (missing !== undefined && !params?.path) {
    throw new ConfigurationError(`${name}: path parameter "${missing}" is missing`);
  }
  const values: unknown[] = Object.values({ ...headers }).concat(
    Object.values({ ...params?.header }),
  );
  if (values.flat().some((value) => /[^\t\x20-\x7e\x80-\xff]/.test(String(value)))) {
    throw new ConfigurationError(`${name}: headers contain a character that a header cannot carry`);
  }
}

function unknownOperation(method: string, path: string): Operation {
  const route = `${method} ${path}`;
  // The server may not check the credential here, so a success does not show that a token is valid.
  const entry = { route, security: "optional", success: { 200: "json", 204: "empty" } } as const;
  // The query may contain a secret.
  return resolveOperation(redactUrl(route), entry);
}

/** Copies the parts of a `Request` that the engine sends, so that it can send them more than once. */
async function readRequest(call: Call, request: Request, baseUrl: string): Promise<WrittenRequest> {
  const { url, method } = request;
  const isElsewhere = !url.startsWith(`${baseUrl}/`);
  // The client's own headers may contain a credential, which is sent only to the client's server.
  const isKept = ([name, value]: [string, string]) => {
    const own = call.options.headers[name]?.trim();
    return !isElsewhere || !secretName.test(name) || !own || !value.includes(own);
  };
  const headers = Object.fromEntries([...request.headers].filter(isKept));
  const parameters = call.request?.parameters ?? {};
  const written = { url, method, headers, parameters };
  if (!request.body && !/^P(OST|UT|ATCH)$/.test(method)) return written;
  const isText = /^(text\/|application\/(json|x-www-form-urlencoded))|\+json/.test(
    headers["content-type"] ?? "application/json",
  );
  const body = isText ? await request.text() : await request.arrayBuffer();
  return { ...written, body: body === "" ? undefined : body };
}

/** Creates a copy of the response with an unread body. */
function rebuild({ response, data, text }: Reply): Response {
  const { status } = response;
  // A server can send characters here that the constructor of `Response` rejects.
  const statusText = response.statusText.replace(/[^\t\x20-\x7e\x80-\xff]/g, "?");
  const headers = new Headers(response.headers);
  // These headers describe the body before it was decompressed.
  headers.delete("content-length");
  headers.delete("content-encoding");
  const body = data === undefined ? null : (text ?? null);
  return new Response(body, { status, statusText, headers });
}
