import {
  child,
  elements,
  isObject,
  members,
  rootNode,
  textOf,
  type SpecDocument,
  type SpecNode,
} from "../document/spec-document.js";
import { isJson } from "../operations/media-type.js";
import type { RequestOperation, RequestParameter, SecurityScheme } from "./table-types.js";

/** The entry of an operation in the table, without its validator. */
export interface OperationEntry extends Omit<RequestOperation, "body"> {
  readonly operationId: string;
}

/** An operation with the schema of its JSON body, if it has one. */
export interface OperationRequest {
  readonly entry: OperationEntry;
  readonly body?: SpecNode;
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Returns all operations of a bundled document, sorted by operationId. */
export function collectOperations(spec: SpecDocument): OperationRequest[] {
  const requests = members(child(rootNode(spec), "paths")).flatMap(([path, pathItem]) =>
    METHODS.map((method) => ({ method, node: child(pathItem, method) }))
      .filter(({ node }) => isObject(node.value))
      .map(({ method, node }) => readOperation(path, method, pathItem, node)),
  );
  return requests.sort((a, b) => (a.entry.operationId < b.entry.operationId ? -1 : 1));
}

function readOperation(
  path: string,
  method: string,
  pathItem: SpecNode,
  operation: SpecNode,
): OperationRequest {
  const content = child(child(operation, "requestBody"), "content");
  const types = members(content).map(([type]) => type);
  const json = types.find((type) => type === "application/json") ?? types.find(isJson);
  const body = child(child(content, json ?? "application/json"), "schema");
  const since = textOf(child(operation, "x-since"));
  return {
    entry: {
      // An operation without an id is identified by its route.
      operationId: textOf(child(operation, "operationId")) ?? `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      security: readSecurity(operation),
      ...(child(operation, "x-placeholder-credential").value === true && {
        placeholderCredential: true,
      }),
      ...(since !== undefined && { since }),
      parameters: readParameters(pathItem, operation),
    },
    ...(body.value !== undefined && { body }),
  };
}

function readParameters(pathItem: SpecNode, operation: SpecNode): RequestParameter[] {
  const byKey = new Map<string, RequestParameter>();
  // The operation's own parameters override those of its path.
  for (const owner of [pathItem, operation]) {
    for (const node of elements(child(owner, "parameters"))) {
      const entry = readParameter(node);
      byKey.set(`${entry.in} ${entry.name}`, entry);
    }
  }
  return [...byKey.values()];
}

function readParameter(node: SpecNode): RequestParameter {
  const schema = child(node, "schema");
  const types: readonly unknown[] = [child(schema, "type").value].flat();
  const type = types.find((name) => typeof name === "string" && name !== "null");
  const format = textOf(child(schema, "format"));
  const preset = child(schema, "default").value;
  return {
    name: textOf(child(node, "name")) ?? "",
    in: textOf(child(node, "in")) ?? "",
    required: child(node, "required").value === true,
    type: typeof type === "string" ? type : "string",
    ...(format !== undefined && { format }),
    ...(preset !== undefined && { default: preset }),
  };
}

function readSecurity(operation: SpecNode): OperationEntry["security"] {
  const root = rootNode(operation.spec);
  const own = child(operation, "security");
  const security = own.value === undefined ? child(root, "security") : own;
  if (security.value === undefined) return [[]];
  const schemes = child(child(root, "components"), "securitySchemes");
  return elements(security).map((alternative) =>
    members(alternative).map(([name]) => readScheme(name, child(schemes, name))),
  );
}

function readScheme(name: string, scheme: SpecNode): SecurityScheme {
  const type = textOf(child(scheme, "type"));
  const isBearer = type === "http" && textOf(child(scheme, "scheme"))?.toLowerCase() === "bearer";
  if (isBearer) return { type: "bearer" };
  const isCookie = type === "apiKey" && textOf(child(scheme, "in")) === "cookie";
  return isCookie
    ? { type: "cookie", name: textOf(child(scheme, "name")) ?? name }
    : { type: "other", name };
}
