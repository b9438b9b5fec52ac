import {
  readAccept,
  readErrors,
  readRequestBody,
  readSuccess,
  readMediaKinds,
  type BodyKind,
  type MediaKinds,
  type RequestBody,
} from "./bodies.js";
import { GenerationError, type Problem } from "../command/generation-error.js";
import { checkMethodNames, methodNameOf } from "./method-name.js";
import { readEncoding } from "./encoding.js";
import { compareNames } from "./names.js";
import { readParameters, type Parameter } from "./parameters.js";
import { readServers } from "./servers.js";
import { readSecurity, type Alternatives, type Security } from "./security.js";
import {
  child,
  members,
  placeOf,
  rootNode,
  textOf,
  type SpecDocument,
  type SpecNode,
} from "../document/spec-document.js";
import type { Report } from "./report.js";

export type { BodyKind } from "./bodies.js";

/** An operation of the document, as data. */
export interface Operation extends RequestBody {
  readonly methodName: string;
  readonly operationId: string | undefined;
  /** Whether `normalizeDocument` has created the operationId. */
  readonly hasMadeId: boolean;
  /** The HTTP method in capitals. */
  readonly method: string;
  readonly path: string;
  readonly summary: string | undefined;
  readonly description: string | undefined;
  readonly deprecated: boolean;
  /** The parameters of the path item and of the operation, in source order. */
  readonly parameters: readonly Parameter[];
  /** The documented statuses below 400, each with the kind of its body. */
  readonly success: readonly [status: string, kind: BodyKind][];
  /** The kinds by media type, for each success that has more than one. */
  readonly mediaKinds: ReadonlyMap<string, MediaKinds>;
  /** The documented statuses of 400 and above, also `4XX`, `5XX` and `default`, sorted. */
  readonly errors: readonly string[];
  readonly security: Security;
  /** The sets of supported schemes that satisfy the operation. Can be empty. */
  readonly alternatives: Alternatives;
  /** The value of the `Accept` header, unless it is JSON. */
  readonly accept: string | undefined;
  /** The encoding of form fields by media type and name, without defaults. */
  readonly encoding: ReturnType<typeof readEncoding>;
  /** The URL of the server that only this operation or its path uses. */
  readonly server: string | undefined;
  /** The member of the body that is a credential. With it, the client sends no other credential. */
  readonly bodyCredential: string | undefined;
  /** The first server release with the operation, if earlier ones do not have it. */
  readonly since: string | undefined;
  /** The operation and its path in the document. */
  readonly node: SpecNode;
  readonly pathItem: SpecNode;
}

/** Reads the server of an operation or its path, unless it is a server of the whole document. */
function readServer(pathItem: SpecNode, operation: SpecNode): string | undefined {
  const own = [operation, pathItem].flatMap((holder) => readServers(holder))[0];
  const all = readServers(rootNode(operation.spec));
  return own === undefined || all.includes(own) ? undefined : own;
}

/** The methods that a client can call. TRACE is not one of them, because `fetch` rejects it. */
export const methods = ["get", "put", "post", "delete", "options", "head", "patch"];

/**
 * Lists the operations of a document, sorted by method name. The warnings describe the parts that
 * the client ignores.
 *
 * @throws GenerationError with all name collisions and all parts that the client cannot support
 */
export function listOperations(spec: SpecDocument): {
  operations: Operation[];
  warnings: Problem[];
} {
  const errors: Problem[] = [];
  const warnings: Problem[] = [];
  const report: Report = (severity, message, nodes, advice) => {
    const problem: Problem = {
      message,
      // A getter, because places are slow to find and only a few are shown.
      get places() {
        return nodes.map(placeOf);
      },
      advice,
    };
    (severity === "error" ? errors : warnings).push(problem);
  };

  const operations: Operation[] = [];
  for (const [path, pathItem] of members(child(rootNode(spec), "paths"))) {
    if (path.startsWith("x-")) continue;
    const ignored = ["trace", "query", "additionalOperations"].map((name) => child(pathItem, name));
    for (const node of ignored.filter(({ value }) => value !== undefined)) {
      report("warning", `${path} has a method that fetch cannot send.`, [node], "It is omitted.");
    }
    for (const [name, node] of members(pathItem)) {
      if (methods.includes(name))
        operations.push(readOperation(path, pathItem, name, node, report));
    }
  }
  checkMethodNames(operations, report);
  if (errors.length > 0) throw new GenerationError(errors);
  operations.sort((one, other) => compareNames(one.methodName, other.methodName));
  return { operations, warnings };
}

function readOperation(
  path: string,
  pathItem: SpecNode,
  method: string,
  node: SpecNode,
  report: Report,
): Operation {
  checkTexts(node, report);
  const body = readRequestBody(method.toUpperCase(), node, report);
  return {
    ...body,
    methodName: methodNameOf(method, path, node),
    operationId: textOf(child(node, "operationId")),
    hasMadeId: child(node, "x-operation-id-made").value === true,
    method: method.toUpperCase(),
    path,
    summary: textOf(child(node, "summary")) ?? textOf(child(pathItem, "summary")),
    description: textOf(child(node, "description")) ?? textOf(child(pathItem, "description")),
    deprecated: child(node, "deprecated").value === true,
    parameters: readParameters(path, pathItem, node, body.body !== "none", report),
    success: readSuccess(method.toUpperCase(), node, report),
    mediaKinds: method === "head" ? new Map() : readMediaKinds(node),
    errors: readErrors(node),
    accept: readAccept(node),
    encoding: readEncoding(node),
    server: readServer(pathItem, node),
    ...readSecurity(node, report),
    bodyCredential: textOf(child(node, "x-body-credential")),
    since: textOf(child(node, "x-since")),
    node,
    pathItem,
  };
}

/** YAML parses 1.0 as a number and `on` as a boolean. They must not count as missing. */
function checkTexts(operation: SpecNode, report: Report): void {
  for (const name of ["operationId", "x-method-name", "x-body-credential", "x-since"]) {
    const node = child(operation, name);
    if (node.value === undefined || typeof node.value === "string") continue;
    report("error", `${name} must be a string.`, [node], "Put it in quotes.");
  }
}
