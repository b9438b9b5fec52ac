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
import { methodNameOf } from "../operations/method-name.js";
import { compareRequestBodies, compareResponses } from "./compare-content.js";
import { compareParameters } from "./compare-parameters.js";
import { compareDeprecation, compareOthers, compareSchemas } from "./compare-schemas.js";
import { compareSecurity } from "./compare-security.js";
import { differ, ownPointer, type Comparison, type Difference } from "./difference.js";

/** Lists every difference of meaning between two documents. Words are `compareProse`'s. */
export function compareDocuments(before: SpecDocument, after: SpecDocument): Difference[] {
  const differences: Difference[] = [];
  const comparison: Comparison = {
    report: (difference) => differences.push(difference),
    seen: new Set(),
  };
  const [old, now] = [rootNode(before), rootNode(after)];
  compareOperations(old, now, comparison);
  compareServers(child(old, "servers"), child(now, "servers"), comparison);
  compareComponents(child(old, "components"), child(now, "components"), comparison);
  compareOthers(old, now, handledOfDocument, comparison);
  return differences;
}

const handledOfDocument = new Set(["openapi", "servers", "security", "paths", "components"]);

interface ListedOperation {
  readonly node: SpecNode;
  readonly pathItem: SpecNode;
  readonly route: string;
  readonly operationId: string | undefined;
  readonly methodName: string;
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

function operationsOf(root: SpecNode): ListedOperation[] {
  return members(child(root, "paths")).flatMap(([path, pathItem]) =>
    members(pathItem)
      .filter(([method]) => methods.includes(method))
      .map(([method, node]) => ({
        ...{ node, pathItem, route: `${method.toUpperCase()} ${path}` },
        operationId: textOf(child(node, "operationId")),
        methodName: methodNameOf(method, path, node),
      })),
  );
}

/** Operations belong together by their route, else by their operationId: then they have moved. */
function compareOperations(before: SpecNode, after: SpecNode, comparison: Comparison): void {
  const [old, now] = [operationsOf(before), operationsOf(after)];
  const left = new Set(now);
  for (const one of old) {
    const sameRoute = now.find(({ route }) => route === one.route);
    const moved = now.find(
      ({ operationId, route }) =>
        operationId !== undefined &&
        operationId === one.operationId &&
        !old.some((each) => each.route === route),
    );
    const other = sameRoute ?? moved;
    if (other === undefined) {
      differ(comparison, "operation-removed", named(one), one.node, undefined);
      continue;
    }
    left.delete(other);
    compareOperation(one, other, comparison);
  }
  for (const other of left) {
    differ(comparison, "operation-added", named(other), undefined, other.node);
  }
}

function named({ methodName, route }: ListedOperation): string {
  return `\`${methodName}\` (${route})`;
}

const handledOfOperation = new Set([
  ...["operationId", "x-method-name", "parameters", "requestBody", "responses", "security"],
  ...["deprecated", "$ref"],
]);

function compareOperation(
  before: ListedOperation,
  after: ListedOperation,
  comparison: Comparison,
): void {
  const here: Comparison = { ...comparison, operation: before.methodName };
  const nodes = [before.node, after.node] as const;
  if (before.route !== after.route) {
    const values = { from: before.route, to: after.route };
    differ(here, "operation-moved", "route", ...nodes, values);
  }
  if (before.methodName !== after.methodName) {
    const values = { from: before.methodName, to: after.methodName };
    differ(here, "method-renamed", "method", ...nodes, values);
  }
  if (before.operationId !== after.operationId) {
    const values = { from: before.operationId ?? "none", to: after.operationId ?? "none" };
    differ(here, "operation-id-changed", "operationId", ...nodes, values);
  }
  compareDeprecation(...nodes, "operation", here);
  compareParameters(before, after, { ...here, position: "request" });
  compareRequestBodies(...nodes, { ...here, position: "request" });
  compareSecurity(...nodes, { ...here, position: "request" });
  compareResponses(...nodes, { ...here, position: "response" });
  compareOthers(...nodes, handledOfOperation, here);
}

/** Compares the base paths that a server may answer under. */
function compareServers(before: SpecNode, after: SpecNode, comparison: Comparison): void {
  const urlOf = (node: SpecNode): string => textOf(child(node, "url")) ?? "";
  const [old, now] = [elements(before), elements(after)];
  for (const one of old) {
    if (now.some((other) => urlOf(other) === urlOf(one))) continue;
    differ(comparison, "server-removed", `server ${urlOf(one)}`, one, after);
  }
  for (const other of now) {
    if (old.some((one) => urlOf(one) === urlOf(other))) continue;
    differ(comparison, "server-added", `server ${urlOf(other)}`, before, other);
  }
}

/** The components that have a type by their names; the others show where they are used. */
const typedComponents = ["schemas", "responses", "parameters", "requestBodies", "headers"];
const handledOfComponents = new Set([...typedComponents, "securitySchemes", "$ref"]);

/** Compares the names of components, and the schemas that no operation has led to. */
function compareComponents(before: SpecNode, after: SpecNode, comparison: Comparison): void {
  for (const section of typedComponents) {
    const [old, now] = [child(before, section), child(after, section)];
    for (const [name, one] of members(old)) {
      const other = child(now, name);
      const subject = `components.${section}.${name}`;
      if (other.value === undefined) differ(comparison, "component-removed", subject, one, now);
      else if (section === "schemas" && !isReached(one, comparison)) {
        for (const position of ["request", "response"] as const) {
          compareSchemas(one, other, subject, { ...comparison, position });
        }
      }
    }
    for (const [name, other] of members(now)) {
      if (child(old, name).value !== undefined) continue;
      differ(comparison, "component-added", `components.${section}.${name}`, old, other);
    }
  }
  if (isObject(before.value) || isObject(after.value)) {
    compareOthers(before, after, handledOfComponents, comparison);
  }
}

function isReached(schema: SpecNode, { seen }: Comparison): boolean {
  const pointer = ownPointer(schema);
  return [...seen].some((key) => key.split(" ").includes(pointer));
}
