import { ConfigurationError } from "../errors.js";
import type { OpenApiOperation } from "./operation.js";
import type { OpenApi, SecurityScheme } from "./table.js";

/** What one scheme adds to a request. */
interface Proof {
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookie?: string;
  readonly query?: string;
  /** What must not show in an error. */
  readonly secrets: readonly string[];
}

/** What an attempt proves who calls with. */
export interface Proofs {
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly query: readonly string[];
  readonly secrets: readonly string[];
}

type Given = Readonly<Record<string, unknown>>;

/**
 * Chooses the first of an operation's alternatives whose schemes are all given, and asks for their
 * secrets; without one, the request goes as it is, and the server decides.
 *
 * @throws ConfigurationError where a secret is none that can be sent; it is not quoted
 */
export async function prove(
  operation: OpenApiOperation,
  schemes: OpenApi["securitySchemes"],
  auth: Given | null,
): Promise<Proofs> {
  const has = (name: string): boolean =>
    schemes[name]?.type === "mutualTLS" || auth?.[name] !== undefined;
  const chosen = operation.schemes.find((names) => names.every(has)) ?? [];
  const proofs: Proof[] = [];
  for (const name of chosen) {
    const scheme = schemes[name];
    if (scheme !== undefined) proofs.push(await proofOf(name, scheme, auth?.[name]));
  }
  return {
    headers: Object.assign({}, ...proofs.map(({ headers }) => headers)) as Record<string, string>,
    cookies: proofs.flatMap(({ cookie }) => cookie ?? []),
    query: proofs.flatMap(({ query }) => query ?? []),
    secrets: proofs.flatMap(({ secrets }) => secrets),
  };
}

async function proofOf(name: string, scheme: SecurityScheme, given: unknown): Promise<Proof> {
  // The certificate is the connection's: `fetch` has it, or a proxy.
  if (scheme.type === "mutualTLS") return { secrets: [] };
  if (scheme.type === "http" && scheme.scheme === "Basic") return basic(name, given);
  const secret = await ask(name, given);
  const secrets = [secret];
  switch (scheme.type) {
    case "bearer":
      return { headers: { authorization: `Bearer ${secret}` }, secrets };
    case "http":
      return { headers: { authorization: `${scheme.scheme} ${secret}` }, secrets };
    case "header":
      return { headers: { [scheme.name.toLowerCase()]: secret }, secrets };
    case "cookie":
      return { cookie: `${scheme.name}=${encodeURIComponent(secret)}`, secrets };
    case "query":
      return {
        query: `${encodeURIComponent(scheme.name)}=${encodeURIComponent(secret)}`,
        secrets: [secret, encodeURIComponent(secret)],
      };
  }
}

async function basic(name: string, given: unknown): Promise<Proof> {
  const { username, password } =
    typeof given === "object" && given ? { username: "", password: "", ...given } : {};
  if (typeof username !== "string" || username.includes(":")) {
    throw new ConfigurationError(
      `auth.${name} must be { username, password }, with a user name without a colon`,
    );
  }
  const secret = await ask(`${name}.password`, password);
  const bytes = new TextEncoder().encode(`${username}:${secret}`);
  const encoded = btoa(String.fromCharCode(...bytes));
  return { headers: { authorization: `Basic ${encoded}` }, secrets: [secret, encoded] };
}

async function ask(name: string, given: unknown): Promise<string> {
  let secret = given;
  if (typeof given === "function") {
    try {
      // Whatever it gives is looked at below.
      secret = await (given as () => unknown)();
    } catch (cause) {
      throw new ConfigurationError(`auth.${name}: the function failed`, { cause });
    }
  }
  if (typeof secret === "string" && secret !== "" && !/[\r\n\0]/.test(secret)) return secret;
  throw new ConfigurationError(
    `auth.${name} must be a non-empty string without line breaks, or a function that gives one`,
  );
}
