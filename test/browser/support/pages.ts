import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions } from "esbuild";
import { projectRoot } from "../../../scripts/command/project.js";

/** A page that contains only a program and may call only one server. */
export interface PageSource {
  readonly code: string;
  readonly mayCall: string;
}

/** A web server for pages, on another origin than the API. */
export interface Pages extends AsyncDisposable {
  readonly origin: string;
  /** Adds a page and returns its URL. */
  add(name: string, page: PageSource): string;
}

export async function startPages(): Promise<Pages> {
  const pages = new Map<string, PageSource>();
  const server = createServer(({ url = "" }, response) => {
    const [, name = "", kind] = /^\/(\w+)\.(html|js)$/.exec(url) ?? [];
    const page = pages.get(name);
    if (!page) {
      response.writeHead(204).end();
      return;
    }
    response.setHeader(
      "Content-Security-Policy",
      `default-src 'self'; script-src 'self'; connect-src ${page.mayCall}`,
    );
    response.setHeader("Content-Type", kind === "js" ? "text/javascript" : "text/html");
    response.end(kind === "js" ? page.code : `<script type="module" src="/${name}.js"></script>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Safe: a server that listens on TCP has an AddressInfo.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    add(name, page) {
      pages.set(name, page);
      return `${origin}/${name}.html`;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const shims = fileURLToPath(new URL("node-shims.ts", import.meta.url));

/** Bundles a program for pages. The package's own name resolves to the sources. */
export async function bundleForPages(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    bundle: true,
    format: "esm",
    target: "es2022",
    tsconfig: join(projectRoot, "tsconfig.json"),
    alias: { "node:crypto": shims },
    inject: [shims],
    logLevel: "warning",
    ...options,
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}
