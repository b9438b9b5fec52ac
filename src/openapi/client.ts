import { resolveBaseUrl } from "../base-url.js";
import { Call } from "../call.js";
import { isDocumentedError } from "../error-guard.js";
import { ConfigurationError } from "../errors.js";
import type { BodyKind } from "../operation.js";
import type { WithResponse } from "../operation-types.js";
import {
  refuseUnknown,
  resolveCallOptions,
  resolveClientOptions,
  type CallOptions,
  type ResolvedOptions,
} from "../options.js";
import { RequestParts } from "../request.js";
import { send } from "../send.js";
import { TokenGate } from "../token-gate.js";
import { prove } from "./credentials.js";
import { kindOf, resolveOpenApiOperation, type OpenApiOperation } from "./operation.js";
import { withCredentials, withQuery, write } from "./request.js";
import type { OpenApi } from "./table.js";
import type { OpenApiClient, OpenApiClientOptions } from "./types.js";

type Auth = Readonly<Record<string, unknown>> | null;

/** What all calls of a client share. */
interface Shared {
  readonly api: OpenApi;
  readonly baseUrl: string;
  readonly gate: TokenGate;
  readonly defaults: ResolvedOptions;
  readonly auth: Auth;
}

/** What a call may set; `baseUrl` is the client's alone. */
const callOptions = ["auth", "fetch", "headers", "timeout", "retry", "signal"];

type UntypedOptions = Omit<CallOptions, "auth"> & { readonly auth?: Auth | undefined };

/**
 * Makes a client for any API that the pipeline generated a pair of files for.
 *
 * @param api - the generated `operations.ts`, as `import * as api` gives it
 * @throws ConfigurationError where an option is wrong or unknown
 *
 * @example
 * ```ts
 * import * as api from "./pets/operations.js";
 * import type { operations } from "./pets/schema.js";
 *
 * const pets = createOpenApiClient<operations, typeof api>(api, {
 *   baseUrl: "https://pets.example.org",
 *   auth: { token: process.env.PETS_TOKEN },
 * });
 * ```
 */
export function createOpenApiClient<Operations, Api extends OpenApi>(
  api: Api,
  options: OpenApiClientOptions<Api>,
): OpenApiClient<Operations, Api> {
  const caller = "createOpenApiClient";
  refuseUnknownOptions(caller, options, [...callOptions, "baseUrl"]);
  const { auth = null, ...others } = options;
  checkAuth(caller, api, auth);
  const shared: Shared = {
    api,
    auth,
    baseUrl: resolveBaseUrl(others.baseUrl),
    defaults: resolveClientOptions(others, caller),
    // The gate is for DataMeta's own rule; no credential of this client passes it.
    gate: new TokenGate(),
  };
  const methods = Object.entries(api.operations).map(([name, entry]) => [
    name,
    createMethod(resolveOpenApiOperation(name, entry, api.defaultSchemes), shared),
  ]);
  // Each method does at run time what its type, derived from the same operation, says.
  return Object.fromEntries(methods) as OpenApiClient<Operations, Api>;
}

function createMethod(operation: OpenApiOperation, shared: Shared) {
  const withResponse = (args?: unknown, options?: UntypedOptions) =>
    perform(operation, shared, args, options);
  const isError = (error: unknown) =>
    isDocumentedError(operation.core.operationId, shared.api.errorStatuses, error);
  return Object.assign(
    async (args?: unknown, options?: UntypedOptions) => (await withResponse(args, options)).data,
    { withResponse, isError },
  );
}

async function perform(
  operation: OpenApiOperation,
  shared: Shared,
  args: unknown,
  given: UntypedOptions | undefined,
): Promise<WithResponse<unknown>> {
  const { name, method } = operation.core;
  refuseUnknownOptions(name, given ?? {}, callOptions);
  const { auth = shared.auth, ...others } = given ?? {};
  checkAuth(name, shared.api, auth);
  const options = resolveCallOptions(name, shared.defaults, others);
  const { url, headers, cookies, body } = write(operation, shared.baseUrl, args, options);

  const success: Record<number, BodyKind> = {};
  let file: Blob | undefined;
  const fetchAttempt: typeof fetch = async (_, init) => {
    const proofs = await prove(operation, shared.api.securitySchemes, auth);
    call.secrets = [...call.secrets, ...proofs.secrets];
    const response = await (options.fetch ?? fetch)(withQuery(url, proofs.query), {
      ...init,
      headers: withCredentials(name, new Headers(init?.headers), cookies, proofs),
    });
    const kind = kindOf(operation, response.status);
    if (kind !== undefined) success[response.status] = kind;
    if (kind !== "binary") return response;
    // What is shared reads text. Read here, a file that stalls or breaks off is a failure like any.
    file = await response.blob();
    const { status, statusText } = response;
    return new Response(null, { status, statusText, headers: response.headers });
  };
  const call = new Call({ ...operation.core, success }, { ...options, fetch: fetchAttempt });
  const request = new RequestParts(method, url, Object.fromEntries(headers), body);
  const response = await send(call, request, shared);
  return { data: file ?? call.data, response };
}

/** Callers without a compiler may pass anything. */
function refuseUnknownOptions(caller: string, given: unknown, known: readonly string[]): void {
  if (typeof given !== "object" || given === null) {
    throw new ConfigurationError(`${caller}: options must be an object`);
  }
  refuseUnknown(`${caller}: option`, given, known);
}

function checkAuth(caller: string, api: OpenApi, auth: unknown): void {
  if (typeof auth !== "object") {
    throw new ConfigurationError(`${caller}: auth must be credentials by scheme, or null`);
  }
  const known = Object.keys(api.securitySchemes);
  refuseUnknown(`${caller}: option auth`, Object(auth) as object, known);
}
