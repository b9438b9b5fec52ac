import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
};

export interface SiteServer extends AsyncDisposable {
  readonly origin: string;
}

/** Serves a folder on loopback, compressed like on a web server. */
export async function serveSite(folder: string): Promise<SiteServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path = normalize(decodeURIComponent(pathname)).replace(/\/$/, "/index.html");
    void readFile(join(folder, path))
      .then((content) => ({ status: 200, content, type: types[extname(path)] }))
      .catch(async () => ({
        status: 404,
        content: await readFile(join(folder, "404.html")),
        type: types[".html"],
      }))
      .then(({ status, content, type = "application/octet-stream" }) => {
        response.writeHead(status, { "Content-Type": type, "Content-Encoding": "gzip" });
        response.end(gzipSync(content));
      });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  // Safe: a server on TCP has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
