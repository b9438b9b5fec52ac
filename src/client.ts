import { defaultErrors, defaultIdentifiers, operations } from "../generated/operations.js";
import type { paths } from "../generated/schema.js";
import { createAuthorize } from "./datameta/authorize.js";
import { rememberSettings } from "./datameta/client-settings.js";
import { markError, marking } from "./datameta/errors.js";
import { createExplain } from "./datameta/explain.js";
import type { HttpClient as HttpClientOf } from "./datameta/http-types.js";
import { createHttp } from "./datameta/http.js";
import {
  resolveCallOptions,
  resolveClientOptions,
  type ClientOptions,
} from "./datameta/options.js";
import { createWrite } from "./datameta/write.js";
import { resolveBaseUrl } from "./engine/base-url.js";
import type { Layer } from "./engine/call.js";
import { createMethod, type Client } from "./engine/methods.js";
import { resolveOperation } from "./engine/operation.js";
import { ownMembers } from "./engine/options.js";
import type { OperationMethods } from "./operation-methods.js";

/**
 * openapi-fetch's client: typed GET, POST, PUT and DELETE by path. It throws the client's errors
 * instead of returning them, so `data` is always there.
 */
export type HttpClient = HttpClientOf<paths>;

/** The client that {@link createClient} returns. */
export interface DataMetaClient extends OperationMethods {
  /**
   * The same API by path, as an openapi-fetch client with the same credentials, retries, timeout and
   * errors. Use it with openapi-react-query, and for features that the methods do not have.
   */
  readonly http: HttpClient;
}

/**
 * Creates a client for one server.
 *
 * @throws ConfigurationError if an option is wrong or unknown
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
  return createClientFor(options);
}

/** @param caller - the function that uses the client and is named in its errors. Default: each method. */
export function createClientFor(options: ClientOptions, caller?: string): DataMetaClient {
  return marking(() => {
    const resolved = resolveClientOptions(caller ?? "createClient", options);
    // Safe: the copy only lacks inherited members.
    const own = ownMembers(options) as unknown as ClientOptions;
    const baseUrl = resolveBaseUrl(own.baseUrl);
    const layer = ownMembers({
      write: createWrite(baseUrl),
      authorize: createAuthorize(baseUrl),
      explain: createExplain(baseUrl),
      mark: markError,
    } satisfies Layer) as unknown as Layer; // Safe: only inherited members are missing.
    const client: Client = { layer, options: resolved, resolveOptions: resolveCallOptions };
    const defaults = { defaultErrors, defaultIdentifiers };
    const all = Object.entries(operations).map(([name, entry]) =>
      resolveOperation(name, entry, defaults),
    );
    const http = createHttp<paths>(client, all, baseUrl, own.middleware ?? []);
    layer.deliver = http.deliver;
    const methods = all.map((operation) => [
      operation.name,
      createMethod(client, caller ? { ...operation, name: caller } : operation),
    ]);
    // Safe: the type of each method is derived from the same operation as the method.
    const created = { ...(Object.fromEntries(methods) as OperationMethods), http: http.client };
    return rememberSettings(created, { baseUrl, options: resolved });
  });
}
