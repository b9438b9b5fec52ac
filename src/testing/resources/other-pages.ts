import { requestOperations } from "../../../generated/request-validators.js";
import type { IncomingRequest, ServerContext } from "../exchange.js";
import type { Reply } from "../replies.js";
import { releases } from "../routes.js";

/** Answers what lies outside the document: the pages for people. */
export function findOtherPage(
  context: ServerContext,
  request: IncomingRequest,
  basePath: string,
): (() => Reply) | undefined {
  if (request.method !== "GET") return undefined;
  switch (request.path) {
    case "/api":
      return () => ({ kind: "exception", status: 302, location: basePath });
    case basePath:
      return () =>
        text("text/html; charset=UTF-8", "<!doctype html>\n<title>DataMeta API</title>\n");
    case "/openapi.yaml":
      return () => text("text/yaml", printDocument(context, basePath));
    default:
      return undefined;
  }
}

function text(contentType: string, content: string): Reply {
  return { kind: "bytes", status: 200, contentType, body: new TextEncoder().encode(content) };
}

/** What a client can tell the release by. JSON is YAML too. */
function printDocument(context: ServerContext, basePath: string): string {
  const paths: Record<string, Record<string, { operationId: string }>> = {};
  for (const [operationId, { method, path }] of Object.entries(requestOperations)) {
    paths[path] = { ...paths[path], [method.toLowerCase()]: { operationId } };
  }
  return JSON.stringify({
    openapi: "3.0.0",
    info: { title: "DataMeta", version: releases[context.api].apiVersion },
    servers: [{ url: basePath }],
    paths,
  });
}
