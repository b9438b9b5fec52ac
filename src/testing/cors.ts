import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

/** The headers of an answer that a page may read besides those that it always may. */
const exposed = "Content-Length, Date, Location, Retry-After, WWW-Authenticate";

const methods = "GET, HEAD, POST, PUT, DELETE, OPTIONS";

/**
 * Lets pages of these origins call, as a proxy before a real server does: it answers the browser's
 * preflight itself, and says on each answer who may read it.
 */
export function allowOrigins(
  origins: readonly string[] | "*",
  listener: RequestListener,
): RequestListener {
  if (origins.length === 0) return listener;
  return (request, response) => {
    const { origin } = request.headers;
    response.setHeader("Vary", "Origin");
    if (origin !== undefined && (origins === "*" || origins.includes(origin))) {
      allow(origin, request, response);
    }
    if (request.method === "OPTIONS" && "access-control-request-method" in request.headers) {
      response.writeHead(204).end();
      return;
    }
    listener(request, response);
  };
}

function allow(origin: string, request: IncomingMessage, response: ServerResponse): void {
  // By name and never `*`, which a browser does not take where it sends cookies.
  response.setHeader("Access-Control-Allow-Origin", origin);
  response.setHeader("Access-Control-Allow-Credentials", "true");
  response.setHeader("Access-Control-Expose-Headers", exposed);
  const wanted = request.headers["access-control-request-headers"];
  if (wanted === undefined) return;
  response.setHeader("Access-Control-Allow-Methods", methods);
  response.setHeader("Access-Control-Allow-Headers", wanted);
}
