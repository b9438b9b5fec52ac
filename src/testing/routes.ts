import {
  requestOperations,
  type OperationId,
  type RequestOperation,
} from "../../generated/request-validators.js";

/** Where a request leads: an operation with its path parameters. */
export interface OperationRoute {
  readonly operationId: OperationId;
  readonly operation: RequestOperation;
  readonly pathValues: ReadonlyMap<string, string>;
}

/** A path that exists, though not for this method. */
export interface OtherMethodRoute {
  /** Absent if the path takes several: the server then does not name them. */
  readonly allowed: string | undefined;
}

/** The release that each API version is spoken by. */
export const releases = {
  v0: { apiVersion: "0.27.0", datametaVersion: "0.9.8" },
  v1: { apiVersion: "1.5.0", datametaVersion: "1.1.1" },
} as const;

export interface CompiledRoute {
  readonly operationId: OperationId;
  readonly operation: RequestOperation;
  readonly names: readonly string[];
  readonly pattern: RegExp;
}

/** The operations that a release has, ready to be found by path. */
export function compileRoutes(api: "v0" | "v1"): CompiledRoute[] {
  // The keys of the generated table are its operation ids.
  const ids = Object.keys(requestOperations) as OperationId[];
  return ids
    .map((operationId) => ({ operationId, operation: requestOperations[operationId] }))
    .filter(({ operation }) => isSince(operation.since, releases[api].datametaVersion))
    .map(({ operationId, operation }) => {
      const names = Array.from(operation.path.matchAll(/\{([^}]+)\}/g), ([, name = ""]) => name);
      const source = operation.path
        .split(/\{[^}]+\}/)
        .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
        .join("([^/]+)");
      return { operationId, operation, names, pattern: new RegExp(`^${source}$`, "s") };
    });
}

/** Finds the operation of a method and a decoded path below the base path. */
export function findRoute(
  routes: readonly CompiledRoute[],
  method: string,
  path: string,
): OperationRoute | OtherMethodRoute | undefined {
  const fitting = routes.filter(({ pattern }) => pattern.test(path));
  const route = fitting.find(({ operation }) => operation.method === method);
  if (!route) {
    const [first, second] = fitting;
    return first && { allowed: second ? undefined : first.operation.method };
  }
  const values = route.pattern.exec(path)?.slice(1) ?? [];
  return {
    operationId: route.operationId,
    operation: route.operation,
    pathValues: new Map(route.names.map((name, index) => [name, values[index] ?? ""])),
  };
}

/** The operation that a request means, if any; `path` is decoded, and starts from the root. */
export function findOperationId(
  routes: readonly CompiledRoute[],
  api: "v0" | "v1",
  { method, path }: { readonly method: string; readonly path: string | undefined },
): OperationId | undefined {
  const basePath = `/api/${api}`;
  if (!path?.startsWith(`${basePath}/`)) return undefined;
  const route = findRoute(routes, method, path.slice(basePath.length));
  return route && "operationId" in route ? route.operationId : undefined;
}

/** Whether a release has what came in another one; both like "1.0.4". */
function isSince(since: string | undefined, release: string): boolean {
  if (since === undefined) return true;
  const [wanted, given] = [since, release].map((version) => version.split(".").map(Number));
  const difference = wanted
    ?.map((part, index) => part - (given?.[index] ?? 0))
    .find((part) => part !== 0);
  return difference === undefined || difference < 0;
}
