/** What a body of a documented answer is read as. */
export type BodyKind = "json" | "text" | "binary" | "empty";

/** An operation as `generated/operations.ts` lists it: only what deviates from the usual is there. */
export interface OperationEntry {
  readonly operationId?: string;
  /** Method and path template, like `DELETE /keys/{id}`. */
  readonly route: string;
  readonly query?: readonly string[];
  readonly body?: "required" | "optional" | "none";
  readonly success?: Readonly<Record<number, BodyKind>>;
  /**
   * `"optional"`: works without a credential; `"none"`: takes none; `"any"`: wants one and does not
   * check it. Otherwise a credential is required.
   */
  readonly security?: "optional" | "none" | "any";
  /** The member of the body that signs in: beside it, no other credential is sent. */
  readonly bodyCredential?: string;
  /** The first release of the server that has the operation. */
  readonly since?: string;
  /** What DataMeta does without, and its client does not do: a document with it does not compile. */
  readonly header?: never;
  readonly cookie?: never;
  readonly parameters?: never;
  readonly contentType?: never;
  readonly accept?: never;
  readonly schemes?: never;
}

/** An operation with every default filled in. */
export interface Operation {
  readonly name: string;
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly pathParameters: readonly string[];
  readonly query: readonly string[];
  readonly body: "required" | "optional" | "none";
  readonly success: Readonly<Record<number, BodyKind>>;
  readonly security: "required" | "optional" | "none" | "any";
  readonly bodyCredential?: string | undefined;
  readonly since: string | undefined;
  /** Whether it is of another API, of which nothing is known but its document. */
  readonly isForeign?: true;
}

const json: Operation["success"] = { 200: "json" };

/** Fills in what an entry of the generated table leaves out. */
export function resolveOperation(name: string, entry: OperationEntry): Operation {
  const [method, path] = entry.route.split(" ") as [string, string]; // As `OperationEntry` says.
  return {
    name,
    operationId: entry.operationId ?? name.charAt(0).toUpperCase() + name.slice(1),
    method,
    path,
    pathParameters: Array.from(path.matchAll(/\{.+?\}/g), ([braced]) => braced.slice(1, -1)),
    query: entry.query ?? [],
    body: entry.body ?? (/^P(OST|UT|ATCH)$/.test(method) ? "required" : "none"),
    success: entry.success ?? json,
    security: entry.security ?? "required",
    bodyCredential: entry.bodyCredential,
    since: entry.since,
  };
}

/** Finds the operation that a request by path means; one that the document lacks is made up. */
export function findOperation(
  operations: readonly Operation[],
  method: string,
  url: string,
  baseUrl: string,
): Operation {
  const path = url.slice(baseUrl.length).replace(/[?#].*/s, "");
  const found = operations.find(
    (operation) => operation.method === method && matches(operation.path, path),
  );
  const route = `${method} ${path}`;
  return found ?? resolveOperation(route, { route, success: { 200: "json", 204: "empty" } });
}

function matches(template: string, path: string): boolean {
  const segments = path.split("/");
  const wanted = template.split("/");
  return (
    segments.length === wanted.length &&
    wanted.every((segment, index) => segment.startsWith("{") || segment === segments[index])
  );
}
