import {
  child,
  isObject,
  memberOf,
  members,
  rootNode,
  textOf,
  type SpecDocument,
  type SpecNode,
} from "../document/spec-document.js";

import { isJson } from "../operations/media-type.js";

/** The schema of a successful JSON response. */
export interface ResponseSchema {
  readonly operationId: string;
  /** The status in the document, such as `200` or `2XX`. */
  readonly status: string;
  /** The schema in the document. References are not resolved. */
  readonly schema: unknown;
  readonly node: SpecNode;
}

/** Returns all successful JSON responses of a bundled document, sorted by operationId. */
export function collectResponses(spec: SpecDocument): ResponseSchema[] {
  const operations = members(child(rootNode(spec), "paths"))
    .flatMap(([, pathItem]) => members(pathItem))
    .map(([, operation]) => operation);
  const responses = operations.flatMap((operation) => {
    const operationId = textOf(child(operation, "operationId"));
    return operationId === undefined ? [] : readSuccesses(operationId, operation);
  });
  return responses.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ operationId, status }: ResponseSchema): string {
  return `${operationId} ${status}`;
}

function readSuccesses(operationId: string, operation: SpecNode): ResponseSchema[] {
  return members(child(operation, "responses"))
    .filter(([status]) => /^[23](\d\d|XX)$/i.test(status))
    .flatMap(([status, response]) => {
      const media = members(child(response, "content")).find(([type]) => isJson(type));
      if (media === undefined) return [];
      const [, mediaType] = media;
      const schema = memberOf(mediaType.value, "schema");
      if (!isObject(schema)) return [];
      const node = child(mediaType, "schema");
      return [{ operationId, status: status.toUpperCase(), schema, node }];
    });
}
