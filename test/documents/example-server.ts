import { json, serve, type LoopbackServer } from "../support/loopback.js";
import { child, members, type SpecNode } from "../../scripts/document/spec-document.js";
import type { BodyKind, Operation } from "../../scripts/operations.js";
import { exampleOf } from "./samples.js";

/** The documented response of an operation. */
export interface Answer {
  readonly status: number;
  readonly kind: BodyKind;
  readonly mediaType: string;
  readonly data: unknown;
}

/** Returns the first documented success with its example. */
export function answerOf(operation: Operation): Answer {
  const [status, kind] = operation.success[0] ?? ["200", "empty"];
  const content = child(child(child(operation.node, "responses"), status), "content");
  const media = members(content);
  // If there are several media types, the first one is sent.
  const [several] = Object.entries(operation.mediaKinds.get(status) ?? {});
  if (several !== undefined) {
    const [mediaType, own] = several;
    return answerAs(status, own, mediaType, child(content, mediaType));
  }
  const isWanted = ([type]: [string, unknown]): boolean =>
    kind === "json" ? /json|\*/.test(type) : kind === "text" ? /text|xml|yaml/.test(type) : true;
  const [mediaType, node] = media.find(isWanted) ?? media[0] ?? ["application/json", undefined];
  return answerAs(status, kind, mediaType, node);
}

function answerAs(
  status: string,
  kind: BodyKind,
  mediaType: string,
  node: SpecNode | undefined,
): Answer {
  const example = node === undefined || kind === "empty" ? undefined : exampleOf(node);
  const isJson = kind === "json" || kind === "any";
  return {
    status: /^\d+$/.test(status) ? Number(status) : 200,
    kind: isJson ? "json" : kind,
    mediaType: mediaType.includes("*") ? "application/json" : mediaType,
    // The data as the client receives it.
    data: isJson ? JSON.parse(JSON.stringify(example ?? null)) : example,
  };
}

/** Starts a server that returns the document's example for each operation. */
export function serveExamples(operations: readonly Operation[]): Promise<LoopbackServer> {
  const routes = operations
    .map((operation) => ({ operation, pattern: patternOf(operation.path) }))
    // Paths with more literal characters come first, because they are more specific.
    .sort((one, other) => literalsOf(other.operation) - literalsOf(one.operation));
  return serve((request, response) => {
    const [path = ""] = request.path.split("?");
    const found = routes.find(
      ({ operation, pattern }) => operation.method === request.method && pattern.test(path),
    );
    if (found === undefined) return json(404, { error: "no such operation" })(request, response);
    const { status, kind, mediaType, data } = answerOf(found.operation);
    const headers: Record<string, string> = { "X-Route": encodeURI(found.operation.path) };
    if (kind !== "empty") headers["Content-Type"] = mediaType;
    response.writeHead(status, headers);
    if (kind === "empty") response.end();
    else response.end(kind === "json" ? JSON.stringify(data) : String(data));
  });
}

function patternOf(path: string): RegExp {
  const parts = path
    .split(/\{[^{}]*\}/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^/]*")}$`);
}

function literalsOf({ path }: Operation): number {
  return path.replaceAll(/\{[^{}]*\}/g, "").length;
}
