import {
  requestOperations,
  type OperationId,
  type RequestOperation,
} from "../../generated/request-validators.js";

/** The operation of a request, with its path parameters. */
export interface OperationRoute {
  readonly operationId: OperationId;
  readonly operation: RequestOperation;
  readonly pathValues: ReadonlyMap<string, string>;
}

/** A path that exists, but not with this method. */
export interface OtherMethodRoute {
  /**
   * The method of the path. Absent if there are several, because the server does not list them
   * then.
   */
  readonly allowed: string | undefined;
}

/** The release of each API version. */
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

/** Prepares the operations of a release for the search by path. */
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

/** Finds the operation by its method and its decoded path, without the base path. */
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

/** The operations for the content of files, by method name. The document does not describe them. */
export const transfers = { uploadFile: "UploadFile", downloadFile: "DownloadFile" } as const;

/** Finds the operation of a request, if any. `path` is decoded and contains the base path. */
export function findOperationId(
  routes: readonly CompiledRoute[],
  api: "v0" | "v1",
  { method, path }: { readonly method: string; readonly path: string | undefined },
): OperationId | (typeof transfers)[keyof typeof transfers] | undefined {
  const basePath = `/api/${api}`;
  if (!path?.startsWith(`${basePath}/`)) return undefined;
  if (method === "POST" && path.startsWith(`${basePath}/upload/`)) return transfers.uploadFile;
  if (method === "GET" && path.startsWith(`${basePath}/download/`)) return transfers.downloadFile;
  const route = findRoute(routes, method, path.slice(basePath.length));
  return route && "operationId" in route ? route.operationId : undefined;
}

/** Whether a release has an operation that another release added. Both are like "1.0.4". */
function isSince(since: string | undefined, release: string): boolean {
  if (since === undefined) return true;
  const [wanted, actual] = [since, release].map((version) => version.split(".").map(Number));
  const difference = wanted
    ?.map((part, index) => part - (actual?.[index] ?? 0))
    .find((part) => part !== 0);
  return difference === undefined || difference < 0;
}
