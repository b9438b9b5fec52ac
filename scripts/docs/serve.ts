import { createServer, type RequestListener, type Server } from "node:http";
import { extname } from "node:path";

import type { Output } from "../step.js";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** Answers from files in memory, which may change between requests. */
export function serveFiles(files: () => readonly Output[]): RequestListener {
  return (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path = decodeURIComponent(pathname).slice(1);
    const wanted = path === "" || path.endsWith("/") ? `${path}index.html` : path;
    const file = files().find((each) => each.path === wanted);
    if (file === undefined) {
      response.writeHead(404, { "Content-Type": "text/plain" }).end(`No page ${pathname}\n`);
      return;
    }
    const type = types[extname(wanted)] ?? "application/octet-stream";
    response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-store" }).end(file.text);
  };
}

/** Listens on loopback alone; gives the address. */
export async function listenOnLoopback(
  listener: RequestListener,
  port: number,
): Promise<{ server: Server; origin: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  // A server on TCP has such an address.
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return { server, origin: `http://127.0.0.1:${address.port}` };
}
