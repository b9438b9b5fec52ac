import { clearFailedLogins } from "./authentication.js";
import type { AnyHandler, IncomingRequest, ServerContext } from "./exchange.js";
import { crash, exception, json, Refusal, undeclaredStatus, type Reply } from "./replies.js";
import { checkRequest, hasCredential, noCredential } from "./request-checks.js";
import { handlers } from "./resources/index.js";
import { compileRoutes, findRoute, type OperationRoute } from "./routes.js";
import { findPage } from "./resources/other-pages.js";

/** An answer, and the operation that gave it, if one did. */
export interface Dispatched {
  readonly reply: Reply;
  readonly operationId?: string;
}

/** Makes the function that answers requests. */
export function createDispatcher(context: ServerContext): (request: IncomingRequest) => Dispatched {
  const basePath = `/api/${context.api}`;
  const routes = compileRoutes(context.api);

  return (request) => {
    const page = findPage(context, request);
    if (page)
      return { reply: "allowed" in page ? otherMethod(page.allowed) : attempt(page.answer) };
    if (!request.path.startsWith(`${basePath}/`)) return { reply: exception(404, request.path) };
    const path = request.path.slice(basePath.length);
    // HEAD reaches the view of a GET, whose checks know no HEAD.
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

/** Another method on a path that there is: not found, not "method not allowed". */
function otherMethod(allowed: string | undefined): Reply {
  if (allowed === undefined) return exception(404);
  const [view = ""] = allowed.toLowerCase().split(",");
  // What answers GET answers HEAD too.
  const methods = allowed === "GET" ? "GET,HEAD" : allowed;
  return exception(404, `predicate mismatch for view ${view} (request_method = ${methods})`);
}

/** In the server's order: a credential is there, the request is valid, then the handler's checks. */
function answer(context: ServerContext, request: IncomingRequest, route: OperationRoute): Reply {
  const { operationId, operation, pathValues } = route;
  if (!hasCredential(operation, request)) {
    return operation.placeholderCredential ? undeclaredStatus(401) : noCredential;
  }
  const checked = checkRequest(operation, request, pathValues);
  if ("reply" in checked) return checked.reply;
  // Its type says which body it takes, and the validator has just made sure of that body.
  const handler = handlers[operationId] as AnyHandler | undefined;
  if (!handler) {
    return json(501, [
      { exception: "NotImplemented", message: `The test server does not know ${operationId} yet.` },
    ]);
  }
  // The checks let `null` pass.
  const body = operation.body && checked.body === null ? nullBody : checked.body;
  return handler({ context, request, parameters: checked.parameters, body });
}

const breakDown = (): never => {
  throw new Refusal(crash);
};

/** Stands for the body `null`: the request ends with 500 when the handler first looks into it. */
const nullBody: unknown = new Proxy({}, { get: breakDown, has: breakDown, ownKeys: breakDown });

function attempt(handle: () => Reply): Reply {
  try {
    return handle();
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}
