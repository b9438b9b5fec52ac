import type { Browser, BrowserContext, Page } from "playwright-core";

export interface Visit extends AsyncDisposable {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Unexpected events: errors in the console, and requests to other hosts. */
  readonly complaints: string[];
}

/** Opens a tab that records unexpected events. */
export async function visit(
  browser: Browser,
  options: { scheme?: "dark" | "light"; width?: number; height?: number } = {},
): Promise<Visit> {
  const { scheme = "light", width = 1440, height = 900 } = options;
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const isLocal = hostname === "127.0.0.1" || ["blob:", "data:", "file:"].includes(protocol);
    if (!isLocal) complaints.push(`${page.url()}: asked ${request.url()}`);
  });
  return { context, page, complaints, [Symbol.asyncDispose]: () => context.close() };
}
