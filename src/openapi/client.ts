import { resolveBaseUrl } from "../engine/base-url.js";
import type { Layer } from "../engine/call.js";
import { createMethod } from "../engine/methods.js";
import type { OpenApi } from "../engine/operation-entry.js";
import {
  callRules,
  defaults,
  mergeOptions,
  ownMembers,
  refuseUnknown,
  type ResolvedOptions,
  type Rule,
  type Rules,
} from "../engine/options.js";
import { createAuthorize } from "./credentials.js";
import { readIssues } from "./issues.js";
import { resolveOpenApiOperation } from "./operation.js";
import type { OpenApiClient } from "./method-types.js";
import { readBody } from "./read.js";
import type { OpenApiClientOptions, OpenApiResolvedOptions } from "./types.js";
import { createWrite } from "./write.js";

const rules: Rules = {
  ...callRules,
  auth: ["credentials by scheme, or null", (value) => typeof value === "object"],
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
  // `resolveBaseUrl` looks at it.
  baseUrl: ["", () => true],
};

/**
 * Creates a client for any API that the pipeline generated a pair of files for.
 *
 * @param api - the generated `operations.ts`, as `import * as api` returns it
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
  const resolve = (caller: string, base: ResolvedOptions, given: object, known: Rules) => {
    const resolved = mergeOptions(caller, base, given, known);
    const { auth } = resolved;
    if (auth) refuseUnknown(`${caller}: option auth`, auth, Object.keys(api.securitySchemes));
    // Both are safe: the rules have seen the options, and only this function makes resolved ones.
    const own = ownMembers(given) as Partial<OpenApiResolvedOptions>;
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
  const layer: Layer = {
    write: createWrite(baseUrl),
    authorize: createAuthorize(api),
    read: readBody,
    explain: (_call, _status, _headers, body) => ({ issues: readIssues(body) }),
  };
  const client = {
    layer,
    options: resolved,
    resolveOptions: (method: string, base: ResolvedOptions, given: object) =>
      resolve(method, base, given, ownCallRules),
  };
  const methods = Object.keys(api.operations).map((name) => {
    const operation = resolveOpenApiOperation(api, name);
    return [name, createMethod(client, operation)];
  });
  // Each method does at run time what its type, derived from the same operation, says.
  return Object.fromEntries(methods) as OpenApiClient<Operations, Api>;
}
