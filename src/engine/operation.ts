import type {
  ErrorStatus,
  IdentifierPart,
  OpenApi,
  OperationEntry,
  SuccessKind,
} from "./operation-entry.js";
import { ownMembers } from "./options.js";

/** An operation with all defaults filled in. A layer may add members for its own use. */
export interface Operation {
  /** The name of the client's method. */
  readonly name: string;
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly pathParameters: readonly string[];
  /** The names that the first argument of the method may have. */
  readonly argumentNames: readonly string[];
  readonly body: "required" | "optional" | "none";
  /** How the body of each documented success is read, by status, range or `default`. */
  readonly success: Readonly<Record<string, SuccessKind>>;
  readonly security: "required" | "optional" | "none" | "any";
  /** The documented error statuses. */
  readonly errors: readonly ErrorStatus[];
  /** The arguments that take an identifier object, and the part of it that is sent. */
  readonly identifiers: Readonly<Record<string, IdentifierPart>>;
  readonly entry: OperationEntry;
}

const noDefaults = { defaultErrors: [], defaultIdentifiers: {} };

/** Resolves an entry of the generated table by filling in the defaults. */
export function resolveOperation(
  name: string,
  generated: OperationEntry,
  defaults: Pick<OpenApi, "defaultErrors" | "defaultIdentifiers"> = noDefaults,
): Operation {
  const entry = ownMembers(generated) as unknown as OperationEntry; // Safe: only inherited members are missing.
  const [method, path] = entry.route.split(/ (.*)/) as [string, string]; // `OperationEntry` has both.
  const pathParameters = Array.from(path.matchAll(/\{.+?\}/g), ([braced]) => braced.slice(1, -1));
  const { query = [], header = [], cookie = [] } = entry;
  const body = entry.body ?? (/^P(OST|UT|ATCH)$/.test(method) ? "required" : "none");
  const names = [...pathParameters, ...query, ...header, ...cookie];
  return {
    name,
    operationId: entry.operationId ?? name.charAt(0).toUpperCase() + name.slice(1),
    method,
    path,
    pathParameters,
    argumentNames: body === "none" ? names : [...names, "body"],
    body,
    success: entry.success ?? { 200: "json" },
    security: entry.security ?? "required",
    errors: entry.errors ?? defaults.defaultErrors,
    identifiers: entry.identifiers ?? defaults.defaultIdentifiers,
    entry,
  };
}

/**
 * Returns how to read a response of this status: as documented for the status, its range or `default`.
 * A success that is not documented is `"other"`.
 *
 * @returns `undefined` if the status is not a success
 */
export function bodyKindOf(
  { method, success }: Pick<Operation, "method" | "success">,
  status: number,
): SuccessKind | "other" | undefined {
  const isOk = status > 199 && status < 300;
  const kind =
    success[status] ??
    success[rangeOf(status)] ??
    (isOk ? (success["default"] ?? "other") : undefined);
  return kind && method === "HEAD" ? "empty" : kind;
}

/** Returns the range of a status as documents name it, like `4XX`. */
export function rangeOf(status: number): string {
  return `${Math.floor(status / 100)}XX`;
}

/** Returns whether the method of an operation has arguments. Otherwise it takes only options. */
export function takesArguments({ argumentNames }: Operation): boolean {
  return argumentNames.length > 0;
}
