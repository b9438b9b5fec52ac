import createFetchClient, { type Middleware } from "openapi-fetch";

import { resolveBaseUrl } from "../engine/base-url.js";
import { readBody, readErrorText } from "../engine/body.js";
import { Call } from "../engine/call.js";
import { withDeadline } from "../engine/deadline.js";
import { errorOf } from "../engine/error-response.js";
import { ClientError, ConfigurationError } from "../engine/errors.js";
import type { Reply, WrittenRequest } from "../engine/layer.js";
import { reasonOf, type Client } from "../engine/methods.js";
import { bodyKindOf, resolveOperation, type Operation } from "../engine/operation.js";
import {
  callRules,
  mergeOptions,
  ownMembers,
  type ResolvedOptions,
  type Rules,
} from "../engine/options.js";
import { redactUrl } from "../engine/redact.js";
import { malformedReply, replyOf } from "../engine/reply.js";
import { safeCause } from "../engine/safe-cause.js";
import { send } from "../engine/send.js";
import { toJson } from "../engine/values.js";
import { serializePath, serializeQuery } from "./arguments.js";
import { readRequest, rebuild, toHeaderOptions } from "./http-messages.js";
import type { HttpClient } from "./http-types.js";

/** The members of `init` that this module reads. openapi-fetch reads the others. */
interface HttpInit extends Readonly<Record<string, unknown>> {
  readonly baseUrl?: unknown;
  readonly params?: { readonly path?: object; readonly header?: unknown } | undefined;
  readonly headers?: unknown;
  readonly fetch?: unknown;
  readonly signal?: unknown;
  readonly parseAs?: unknown;
}

interface Functions {
  readonly request: (
    method: string,
    path: string,
    init: Readonly<Record<string, unknown>>,
  ) => Promise<{ data?: unknown; error?: unknown; response: Response }>;
  readonly use: (...middleware: Middleware[]) => void;
}

/** The result of {@link createHttp}. */
interface Http<Paths extends object> {
  readonly client: HttpClient<Paths>;
  /** Sends the call of a method through the middleware. Returns `undefined` if there is no middleware. */
  readonly deliver: (call: Call, request: WrittenRequest) => Promise<Reply> | undefined;
}

const bodyForms: readonly unknown[] = ["json", "text", "blob", "arrayBuffer", "stream"];

const rules: Rules = {
  ...callRules,
  parseAs: [`one of ${bodyForms.join(", ")}`, (value) => bodyForms.includes(value)],
};

/** Creates an openapi-fetch client, with its middleware, that sends its requests through the engine. */
export function createHttp<Paths extends object>(
  client: Client,
  operations: readonly Operation[],
  baseUrl: string,
  middleware: readonly Middleware[],
): Http<Paths> {
  const inner = createFetchClient<Paths>({
    baseUrl,
    headers: client.options.headers,
    pathSerializer: serializePath,
    querySerializer: serializeQuery,
    bodySerializer: (body: unknown) => (body instanceof FormData ? body : toJson("body", body)),
  });
  // Safe: they are the same functions. The type of `request` requires a path that the compiler knows.
  const { request, use } = inner as unknown as Functions;
  // For the parameters of each call whose `Request` exists: the response that middleware has returned.
  // Later errors come from middleware, the engine, or reading that response.
  const responses = new WeakMap<object, Response | undefined>();
  // It is registered first, so its `onResponse` runs last.
  use({
    onRequest: ({ params }) => void responses.set(params, undefined),
    onResponse: ({ params, response }) => void responses.set(params, response),
  });
  // After the first middleware is added, method calls go through openapi-fetch, even if it is ejected.
  let hasMiddleware = false;
  inner.use = (...added) => {
    use(...added);
    hasMiddleware ||= added.length > 0;
  };
  inner.use(...middleware);

  /** Runs a call in openapi-fetch. The engine then sends the request that the middleware returned. */
  async function deliver(call: Call, init: HttpInit, parseAs?: unknown): Promise<Reply> {
    const { method, path } = call.operation;
    let reply: Reply | undefined;
    call.phase = "middleware";
    // Without `path`, openapi-fetch would send the template unchanged.
    const params = ownMembers({ ...init.params, path: { ...init.params?.path } });
    const { data, error, response } = await request(method, path, {
      // openapi-fetch would read missing members from a polluted `Object.prototype`.
      ...{ baseUrl: undefined, body: undefined, headers: undefined },
      ...init,
      params,
      // The engine parses the body, unless the caller has chosen `parseAs`.
      parseAs: parseAs ?? "stream",
      // The engine handles the signal. openapi-fetch would leave a listener on it.
      signal: null,
      fetch: async (each: Request) => {
        const { signal } = each;
        const stop = () => call.stop?.(signal.reason);
        signal.addEventListener("abort", stop);
        if (signal.aborted) stop();
        const written = await readRequest(call, each, baseUrl);
        // If the call has ended meanwhile, it has its result, and this reason has no effect.
        if (call.isOver()) throw signal.reason;
        try {
          const sent = await send(call, written);
          call.addOutcome("unknown");
          reply = { ...sent, response: rebuild(sent) };
          return reply.response;
        } catch (error) {
          if (error instanceof ClientError) call.addOutcome(error.outcome);
          throw error;
        } finally {
          call.phase = "middleware";
        }
      },
    }).catch(async (cause: unknown) => {
      const response = responses.get(params);
      if (response?.ok) {
        const problem = `the body cannot be read as ${String(parseAs)}. If middleware reads it, it must read a clone().`;
        throw malformedReply(call, response.status, problem);
      }
      if (response) throw errorOf(call, response, await readErrorText(call, response));
      if (responses.has(params) || cause instanceof ClientError) throw cause;
      throw new ConfigurationError(`${call.operation.name}: arguments are not a valid request`, {
        cause: safeCause(cause, call.redactor()),
      });
    });
    const unchanged = reply?.response === response ? reply : undefined;
    // Middleware returned its own response. openapi-fetch has already read it if it is an error.
    if (!unchanged && !response.ok) throw errorOf(call, response, JSON.stringify(error ?? ""));
    if (parseAs !== undefined) return { data, response, text: undefined };
    if (unchanged) return unchanged;
    call.phase = "body";
    const kind = bodyKindOf(call.operation, response.status) ?? "other";
    const body = await readBody(call, response, call.options.maxResponseSize, kind);
    return replyOf(call, response, kind, body);
  }

  async function callByPath(method: unknown, path: unknown, input?: HttpInit) {
    const { layer } = client;
    let { options } = client;
    try {
      if (typeof method !== "string" || typeof path !== "string") {
        throw new ConfigurationError("http: method and path must be strings");
      }
      const init: HttpInit = ownMembers(input);
      const route = `${method.toUpperCase()} ${path}`;
      // The server may not check the credential of an unknown operation, so a success does not show
      // that the token is valid. The query of its path may contain a secret.
      const operation =
        operations.find(({ entry }) => entry.route === route) ??
        resolveOperation(redactUrl(route), {
          route,
          security: "optional",
          success: { 200: "json", 204: "empty" },
        });
      const { signal, fetch } = init;
      const ownBaseUrl = init.baseUrl ? resolveBaseUrl(init.baseUrl) : undefined;
      const parseAs = init.parseAs ?? undefined;
      const own = { signal: signal ?? undefined, fetch: fetch ?? undefined, parseAs };
      const merge = (base: ResolvedOptions, given: object) =>
        mergeOptions(operation.name, base, given, rules);
      let merged = merge(options, { ...own, headers: toHeaderOptions(init.headers) });
      merged = merge(merged, { headers: toHeaderOptions(init.params?.header) });
      // `readRequest` removes only the client's own headers from a request to another server.
      options = { ...merged, headers: options.headers };
      const call = new Call(operation, options, layer);
      call.request = {
        method: operation.method,
        url: "",
        headers: {},
        parameters: init.params ?? {},
      };
      const { data, response } = await withDeadline(call, () =>
        deliver(call, { ...init, baseUrl: ownBaseUrl, headers: merged.headers }, parseAs),
      );
      return { data, response };
    } catch (error) {
      throw reasonOf(error, layer, options.signal);
    }
  }

  const calls = Object.keys(inner)
    .filter((name) => name === name.toUpperCase())
    .map(
      (verb) => [verb, (path: string, init?: HttpInit) => callByPath(verb, path, init)] as const,
    );
  return {
    client: Object.assign(inner, {
      ...Object.fromEntries(calls),
      request: callByPath,
    }) as unknown as HttpClient<Paths>, // Safe: `calls` has a function for each verb.
    deliver: (call, { parameters, body }) =>
      hasMiddleware
        ? deliver(call, {
            params: parameters,
            headers: call.options.headers,
            body,
            bodySerializer: String,
          })
        : undefined,
  };
}
