import { clearFailedLogins } from "./authentication.js";
import type { AnyHandler, IncomingRequest, ServerContext } from "./operation-request.js";
import { crash, exception, json, Refusal, undeclaredStatus, type Reply } from "./replies.js";
import { checkRequest, hasCredential, noCredential } from "./request-checks.js";
import { handlers } from "./resources/index.js";
import { compileRoutes, findRoute, type OperationRoute } from "./routes.js";
import { findPage } from "./resources/other-pages.js";

/** A reply, and the operation of the request, if there is one. */
export interface Dispatched {
  readonly reply: Reply;
  readonly operationId?: string;
}

/** Creates the function that handles requests. */
export function createDispatcher(context: ServerContext): (request: IncomingRequest) => Dispatched {
  const basePath = `/api/${context.api}`;
  const routes = compileRoutes(context.api);

  return (request) => {
    const page = findPage(context, request);
    if (page)
      return { reply: "allowed" in page ? otherMethod(page.allowed) : attempt(page.answer) };
    if (!request.path.startsWith(`${basePath}/`)) return { reply: exception(404, request.path) };
    const path = request.path.slice(basePath.length);
    // HEAD requests reach the GET view of the server, but its checks fail on HEAD.
    const method = request.method === "HEAD" ? "GET" : request.method;
    const route = findRoute(routes, method, path);
    if (!route) return { reply: exception(404, request.path) };
    if ("allowed" in route) return { reply: otherMethod(route.allowed) };
    const { operationId } = route;
    if (request.method === "HEAD") return { reply: crash, operationId };
    const reply = attempt(() => answer(context, request, route));
    if (reply.kind === "empty" || ("status" in reply && reply.status < 400)) {
      clearFailedLogins(request);
    }
    return { reply, operationId };
  };
}

/** The reply to a wrong method on an existing path: the server returns 404, not 405. */
function otherMethod(allowed: string | undefined): Reply {
  if (allowed === undefined) return exception(404);
  const [view = ""] = allowed.toLowerCase().split(",");
  // A view for GET also accepts HEAD.
  const methods = allowed === "GET" ? "GET,HEAD" : allowed;
  return exception(404, `predicate mismatch for view ${view} (request_method = ${methods})`);
}

/**
 * Checks a request in the server's order: first whether it has a credential, then whether it is
 * valid, then the handler's own checks.
 */
function answer(context: ServerContext, request: IncomingRequest, route: OperationRoute): Reply {
  const { operationId, operation, pathValues } = route;
  if (!hasCredential(operation, request)) {
    return operation.placeholderCredential ? undeclaredStatus(401) : noCredential;
  }
  const checked = checkRequest(operation, request, pathValues);
  if ("reply" in checked) return checked.reply;
  // Safe: the validator has just checked the body that this handler's type requires.
  const handler = handlers[operationId] as AnyHandler | undefined;
  if (!handler) {
    return json(501, [
      {
        exception: "NotImplemented",
        message: `The test server does not support ${operationId} yet.`,
      },
    ]);
  }
  // The checks accept `null`.
  const body = operation.body && checked.body === null ? nullBody : checked.body;
  return handler({ context, request, parameters: checked.parameters, body });
}

const breakDown = (): never => {
  throw new Refusal(crash);
};

/** A stand-in for the body `null`. It throws when the handler reads a member, so the request fails with 500. */
const nullBody: unknown = new Proxy({}, { get: breakDown, has: breakDown, ownKeys: breakDown });

function attempt(handle: () => Reply): Reply {
  try {
    return handle();
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}
