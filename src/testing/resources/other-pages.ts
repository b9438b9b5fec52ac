import { requestOperations } from "../../../generated/request-validators.js";
import type { IncomingRequest, ServerContext } from "../operation-request.js";
import type { Reply } from "../replies.js";
import { releases } from "../routes.js";
import { answerRegistration, showAdministration } from "./administration.js";
import { downloadFile, uploadFile } from "./file-transfer.js";
import { forgotPassword } from "./forgotten-password.js";
import { logIn } from "./web-login.js";

/** A page. If its `path` is a pattern, the handler gets the matched group. */
interface Page {
  /** The page accepts any method if this is absent. */
  readonly methods?: readonly string[];
  readonly path: RegExp;
  answer(context: ServerContext, request: IncomingRequest, captured: string): Reply;
}

/** The pages that are not in the document: file transfers, and the endpoints of the web pages. */
const pages: readonly Page[] = [
  { methods: ["POST"], path: /^\/api\/(?:v\d)\/upload\/([^/]+)$/s, answer: uploadFile },
  { methods: ["GET", "HEAD"], path: /^\/api\/(?:v\d)\/download\/([^/]+)$/s, answer: downloadFile },
  { methods: ["POST"], path: /^\/login$/, answer: logIn },
  { methods: ["POST"], path: /^\/api\/ui\/forgot$/, answer: forgotPassword },
  { methods: ["GET"], path: /^\/api\/ui\/admin$/, answer: showAdministration },
  { methods: ["PUT"], path: /^\/api\/ui\/admin\/request$/, answer: answerRegistration },
  {
    methods: ["GET", "HEAD"],
    path: /^\/api$/,
    answer: ({ api }) => ({ kind: "exception", status: 302, location: `/api/${api}` }),
  },
  {
    path: /^\/api\/v\d$/,
    answer: () =>
      text("text/html; charset=UTF-8", "<!doctype html>\n<title>DataMeta API</title>\n"),
  },
  {
    path: /^\/openapi\.yaml$/,
    answer: ({ api }) => text("text/yaml", printDocument(api)),
  },
];

/** The page of a request, or the methods that the page accepts. */
export type PageRoute = { readonly answer: () => Reply } | { readonly allowed: string };

/** Finds the page of a request, if any. */
export function findPage(context: ServerContext, request: IncomingRequest): PageRoute | undefined {
  const { method, path } = request;
  const base = /^\/api\/v\d(?=\/|$)/.exec(path)?.[0] ?? `/api/${context.api}`;
  if (base !== `/api/${context.api}`) return undefined;
  const fitting = pages.filter((page) => page.path.test(path));
  const page = fitting.find(({ methods }) => methods?.includes(method) ?? true);
  if (!page) return fitting[0]?.methods && { allowed: fitting[0].methods.join(",") };
  const captured = page.path.exec(path)?.[1] ?? "";
  return { answer: () => page.answer(context, request, captured) };
}

function text(contentType: string, content: string): Reply {
  return { kind: "bytes", status: 200, contentType, body: new TextEncoder().encode(content) };
}

/** Enough of the document for a client to recognise the release. JSON is valid YAML. */
function printDocument(api: ServerContext["api"]): string {
  const paths: Record<string, Record<string, { operationId: string }>> = {};
  for (const [operationId, { method, path }] of Object.entries(requestOperations)) {
    paths[path] = { ...paths[path], [method.toLowerCase()]: { operationId } };
  }
  return JSON.stringify({
    openapi: "3.0.0",
    info: { title: "DataMeta", version: releases[api].apiVersion },
    servers: [{ url: `/api/${api}` }],
    paths,
  });
}
