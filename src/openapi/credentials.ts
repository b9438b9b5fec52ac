import type { Call, Layer } from "../engine/call.js";
import { ConfigurationError } from "../engine/errors.js";
import { noCredential, type Authorization, type WrittenRequest } from "../engine/layer.js";
import type { OpenApi, SecurityScheme } from "../engine/operation-entry.js";
import { ownMembers } from "../engine/options.js";
import type { OpenApiOperation } from "./operation.js";
import { withQuery } from "./with-query.js";

/** What one credential adds to a request. */
interface Part {
  readonly headers?: Readonly<Record<string, string>>;
  /** An encoded part of the query. */
  readonly query?: string;
  readonly secrets?: readonly string[];
}

type Credentials = Readonly<Record<string, unknown>>;

/**
 * Creates a function that chooses the credentials of an attempt. It takes the first set of schemes for
 * which the caller passed all credentials. If there is none, the request is sent without a credential,
 * and the server decides.
 */
export function createAuthorize(api: OpenApi): Layer["authorize"] {
  return (call, request) => {
    // Safe: the client passes its own operations, and has checked that `auth` is an object.
    const { schemes } = call.operation as OpenApiOperation;
    const auth = call.options.auth as Credentials | null;
    const has = (name: string): boolean =>
      api.securitySchemes[name]?.type === "mutualTLS" || auth?.[name] !== undefined;
    const chosen = schemes.find((names) => names.every(has)) ?? [];
    if (chosen.length === 0) return noCredential;
    return resolveCredentials(call, request, api, chosen, auth ?? {});
  };
}

async function resolveCredentials(
  call: Call,
  request: WrittenRequest,
  api: OpenApi,
  names: readonly string[],
  auth: Credentials,
): Promise<Authorization> {
  const parts: Part[] = [];
  for (const name of names) {
    const scheme = api.securitySchemes[name];
    if (scheme === undefined) continue;
    parts.push(ownMembers(await resolveCredential(call, name, scheme, auth[name])));
  }
  const cookies = parts.flatMap(({ headers }) => headers?.["cookie"] ?? []);
  return {
    ...noCredential,
    headers: {
      ...(Object.assign({}, ...parts.map(({ headers }) => headers)) as Record<string, string>),
      ...(cookies.length > 0 && { cookie: cookies.join("; ") }),
    },
    url: withQuery(
      request.url,
      parts.map(({ query = "" }) => query),
    ),
    secrets: parts.flatMap(({ secrets }) => secrets ?? []),
  };
}

async function resolveCredential(
  call: Call,
  name: string,
  scheme: SecurityScheme,
  credential: unknown,
): Promise<Part> {
  // The certificate belongs to the connection, so the option `fetch` or a proxy sends it.
  if (scheme.type === "mutualTLS") return {};
  if (scheme.type === "http" && scheme.scheme === "Basic") return basic(call, name, credential);
  const secret = await resolveSecret(call, name, credential);
  const secrets = [secret];
  switch (scheme.type) {
    case "bearer":
      return { headers: { authorization: `Bearer ${secret}` }, secrets };
    case "http":
      return { headers: { authorization: `${scheme.scheme} ${secret}` }, secrets };
    case "header":
      return { headers: { [scheme.name.toLowerCase()]: secret }, secrets };
    case "cookie":
      return {
        headers: { cookie: `${scheme.name}=${encodeURIComponent(secret)}` },
        secrets,
      };
    case "query":
      return {
        query: `${encodeURIComponent(scheme.name)}=${encodeURIComponent(secret)}`,
        secrets,
      };
  }
}

async function basic(call: Call, name: string, credential: unknown): Promise<Part> {
  const { username, password } =
    typeof credential === "object" && credential
      ? { username: "", password: "", ...credential }
      : {};
  if (typeof username !== "string" || username.includes(":")) {
    throw new ConfigurationError(
      `auth.${name} must be { username, password }. The user name must not contain a colon.`,
      call.details(),
    );
  }
  const secret = await resolveSecret(call, `${name}.password`, password);
  const bytes = new TextEncoder().encode(`${username}:${secret}`);
  const encoded = btoa(String.fromCharCode(...bytes));
  return {
    headers: { authorization: `Basic ${encoded}` },
    secrets: [secret, encoded],
  };
}

/** Returns a secret. If it is a function, calls it. */
async function resolveSecret(call: Call, name: string, credential: unknown): Promise<string> {
  const refuse = (problem: string, cause?: unknown): never => {
    throw new ConfigurationError(`auth.${name} ${problem}`, {
      ...call.details(),
      ...(cause !== undefined && { cause }),
    });
  };
  let secret = credential;
  if (typeof credential === "function") {
    try {
      // Safe: the result is checked below.
      secret = await (credential as () => unknown)();
    } catch (cause) {
      return refuse("is a function that threw an error.", cause);
    }
  }
  if (secret === "") return refuse("is empty. Is the environment variable set?");
  // A header can carry only Latin-1.
  if (typeof secret === "string" && !/[^\t\x20-\x7e\x80-\xff]/.test(secret)) return secret;
  return refuse("must be a string that a header can carry, or a function that returns one.");
}
