import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

/**
 * The response headers that a page may read, in addition to the ones that browsers always allow.
 */
const exposed = "Content-Length, Date, Location, Retry-After, WWW-Authenticate";

const methods = "GET, HEAD, POST, PUT, DELETE, OPTIONS";

/**
 * Allows pages from these origins to call the server, like a proxy in front of a real server.
 * Answers preflight requests itself, and adds CORS headers to each response.
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
  // The name of the origin, because browsers reject `*` for requests with cookies.
  response.setHeader("Access-Control-Allow-Origin", origin);
  response.setHeader("Access-Control-Allow-Credentials", "true");
  response.setHeader("Access-Control-Expose-Headers", exposed);
  const wanted = request.headers["access-control-request-headers"];
  if (wanted === undefined) return;
  response.setHeader("Access-Control-Allow-Methods", methods);
  response.setHeader("Access-Control-Allow-Headers", wanted);
}
