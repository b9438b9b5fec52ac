import { refuseUnknown } from "../engine/values.js";
import { resolveBaseUrl } from "../engine/base-url.js";
import type { Layer } from "../engine/call.js";
import { ConfigurationError } from "../engine/errors.js";
import { isRecord } from "../engine/issues.js";
import { createMethod } from "../engine/methods.js";
import type { OpenApi } from "../engine/operation-entry.js";
import {
  callRules,
  defaults,
  mergeOptions,
  ownMembers,
  type ResolvedOptions,
  type Rule,
  type Rules,
} from "../engine/options.js";
import { createAuthorize } from "./credentials.js";
import { readIssues } from "./issues.js";
import { resolveOpenApiOperation } from "./operation.js";
import type { OpenApiClient } from "./method-types.js";
import { decoderOf, readBody } from "./read.js";
import type { OpenApiClientOptions, OpenApiResolvedOptions } from "./types.js";
import { createWrite } from "./write.js";

const rules: Rules = {
  ...callRules,
  auth: [
    "an object with a credential for each security scheme, or null",
    (value) => typeof value === "object",
  ],
  operationServers: ["true or false", (value) => typeof value === "boolean"],
};

const mediaType: Rule = [
  "a media type",
  (value) => typeof value === "string" && value.includes("/"),
];

const ownCallRules: Rules = {
  ...rules,
  accept: mediaType,
  contentType: mediaType,
  stream: ["true or false", (value) => typeof value === "boolean"],
};

const clientRules: Rules = {
  ...rules,
  // `resolveBaseUrl` checks it.
  baseUrl: ["", () => true],
};

/**
 * Creates a client for any API from the two files that the pipeline generates: `operations.ts` and
 * `schema.ts`.
 *
 * @param api - all exports of `operations.ts`: `import * as api`
 * @throws ConfigurationError if an option is wrong or unknown
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
  // Callers in plain JavaScript can pass anything.
  const given: unknown = api;
  if (!isRecord(given) || !isRecord(given["operations"]) || !isRecord(given["securitySchemes"])) {
    throw new ConfigurationError(
      'createOpenApiClient: api must be all exports of operations.ts: import * as api from "./operations.js"',
    );
  }
  const resolve = (caller: string, base: ResolvedOptions, input: object, known: Rules) => {
    const resolved = mergeOptions(caller, base, input, known);
    const { auth } = resolved;
    if (auth) refuseUnknown(`${caller}: auth option`, auth, Object.keys(api.securitySchemes));
    // Both are safe: `mergeOptions` has checked the input, and only this function creates `base`.
    const own = ownMembers(input) as Partial<OpenApiResolvedOptions>;
    const all = base as OpenApiResolvedOptions;
    return {
      ...resolved,
      accept: own.accept,
      contentType: own.contentType,
      stream: own.stream,
      operationServers: own.operationServers ?? all.operationServers,
    };
  };
  const resolved = resolve("createOpenApiClient", defaults, options, clientRules);
  const baseUrl = resolveBaseUrl(ownMembers(options)["baseUrl"]);
  const layer = ownMembers({
    write: createWrite(baseUrl),
    authorize: createAuthorize(api),
    read: readBody,
    decoder: decoderOf,
    explain: (_call, _status, _headers, body) => ({ issues: readIssues(body) }),
  } satisfies Layer) as unknown as Layer; // Safe: only inherited members are missing.
  const client = {
    layer,
    options: resolved,
    resolveOptions: (method: string, base: ResolvedOptions, input: object) =>
      resolve(method, base, input, ownCallRules),
  };
  const methods = Object.keys(api.operations).map((name) => {
    const operation = resolveOpenApiOperation(api, name);
    return [name, createMethod(client, operation)];
  });
  // Safe: the type of each method is derived from the same operation as the method.
  return Object.fromEntries(methods) as OpenApiClient<Operations, Api>;
}
