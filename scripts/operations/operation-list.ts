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
  /** Whether the document that was read has no such operationId. */
  readonly hasMadeId: boolean;
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly summary: string | undefined;
  readonly description: string | undefined;
  readonly deprecated: boolean;
  /** Its own and its path's, in the order in which they were written. */
  readonly parameters: readonly Parameter[];
  /** The documented statuses below 400 and the kind of body that each has. */
  readonly success: readonly [status: string, kind: BodyKind][];
  /** The kinds by media type, of each success that has several. */
  readonly mediaKinds: ReadonlyMap<string, MediaKinds>;
  /** The documented statuses from 400 on, and `4XX`, `5XX` and `default`, sorted. */
  readonly errors: readonly string[];
  readonly security: Security;
  /** The schemes that satisfy the operation, none of which may be known. */
  readonly alternatives: Alternatives;
  /** The media types to ask for, unless that is JSON. */
  readonly accept: string | undefined;
  /** How fields of a form are written, by media type and name, as far as it is not the default. */
  readonly encoding: ReturnType<typeof readEncoding>;
  /** The URL of the server that the operation has for itself. */
  readonly server: string | undefined;
  /** The member of the body that signs in, so that no other credential is to be sent with it. */
  readonly bodyCredential: string | undefined;
  /** The server release that first had the operation, if not all have it. */
  readonly since: string | undefined;
  /** The operation and its path in the document. */
  readonly node: SpecNode;
  readonly pathItem: SpecNode;
}

/** The server of an operation or its path, unless the document names it for all operations. */
function readServer(pathItem: SpecNode, operation: SpecNode): string | undefined {
  const own = [operation, pathItem].flatMap((holder) => readServers(holder))[0];
  const all = readServers(rootNode(operation.spec));
  return own === undefined || all.includes(own) ? undefined : own;
}

/** The methods that a client calls by; TRACE is none of them: `fetch` refuses it. */
export const methods = ["get", "put", "post", "delete", "options", "head", "patch"];

/**
 * Lists the operations of a document, sorted by method name, and what of it the client ignores.
 *
 * @throws GenerationError with every collision, and everything that a method could not honour
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
      // Looked up only for those that are shown.
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
      report("warning", `${path} has a method that fetch cannot send.`, [node], "It is left out.");
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

/** YAML takes 1.0 for a number and `on` for a boolean; neither may count as absent. */
function checkTexts(operation: SpecNode, report: Report): void {
  for (const name of ["operationId", "x-method-name", "x-body-credential", "x-since"]) {
    const node = child(operation, name);
    if (node.value === undefined || typeof node.value === "string") continue;
    report("error", `${name} must be a string.`, [node], "Put it in quotes.");
  }
}
