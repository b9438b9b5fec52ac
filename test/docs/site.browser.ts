import { mkdir } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operationPath } from "../../scripts/docs/operation-page.js";
import { serveFiles } from "../../scripts/docs/serve.js";
import { replaceFolder } from "../../scripts/step.js";
import { findSerious } from "./support/axe.js";
import { launchChromium } from "../support/chromium.js";
import { visit } from "./support/browser.js";
import { buildSite, type Site } from "./support/site.js";

const scratch = fileURLToPath(new URL("../../.cache/", import.meta.url));
const folder = `${scratch}docs-site`;
const pictures = `${scratch}docs-screenshots/`;

const redocPath = "reference/document.html";

/** A page of each kind. */
const samples = [
  ...["index.html", "guides/errors.html", "reference/index.html", redocPath],
  ...["reference/CreateApiKey.html", "reference/types/FileResponse.html"],
  ...["package/index.html", "package/index/classes/ApiError.html"],
];

let site: Site;
let browser: Browser;
let server: Server;
let origin: string;

beforeAll(async () => {
  site = await buildSite();
  await replaceFolder(folder, site.files, scratch);
  await mkdir(pictures, { recursive: true });
  server = createServer(compressed(serveFiles(() => site.files))).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  // A server on TCP has such an address.
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchChromium();
}, 120_000);

afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

/** Serves compressed, as web servers do. */
function compressed(listener: ReturnType<typeof serveFiles>): ReturnType<typeof serveFiles> {
  return (request, response) => {
    const end = response.end.bind(response);
    const writeHead = response.writeHead.bind(response);
    response.writeHead = (status: number, headers?: unknown) =>
      writeHead(status, { ...(headers as object), "Content-Encoding": "gzip" });
    response.end = ((text?: string) => end(gzipSync(text ?? ""))) as typeof response.end;
    listener(request, response);
  };
}

describe("in the browser", () => {
  const some = (paths: readonly string[]) => paths.filter((path) => samples.includes(path));
  const all = (paths: readonly string[]) => paths;

  it.each([
    { scheme: "light", width: 1440, choose: all },
    { scheme: "dark", width: 390, choose: all },
    { scheme: "dark", width: 1440, choose: some },
    { scheme: "light", width: 390, choose: some },
  ] as const)(
    "no page breaks, overflows or has a serious finding of axe: $scheme at $width px",
    async ({ scheme, width, choose }) => {
      await using tab = await visit(browser, { scheme, width });
      const { page, complaints } = tab;
      const findings: string[] = [];
      const paths = choose([...site.pages.map(({ path }) => path), redocPath]);
      for (const path of paths) {
        await page.goto(`${origin}/${path}`);
        // Its script draws the page only after the browser calls it loaded.
        if (path === redocPath) await page.waitForSelector("h1");
        findings.push(...(await findSerious(page)));
        const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
        if (Number(overflow) > 0) findings.push(`${path} is ${String(overflow)} px too wide`);
      }
      console.log(`${scheme}, ${width} px: ${paths.length} pages, ${findings.length} findings`);
      expect([...findings, ...complaints]).toEqual([]);
    },
  );

  it("reaches each operation by its link, and sees its example", async () => {
    await using tab = await visit(browser);
    const { page } = tab;
    for (const operation of site.operations) {
      await page.goto(`${origin}/reference/index.html`);
      await page.click(`main a[href="${operation.operationId ?? ""}.html"]`);
      expect(page.url()).toBe(`${origin}/${operationPath(operation)}`);
      const example = page.locator(".example figure").first();
      expect(await example.isVisible()).toBe(true);
      expect(await example.locator("code").innerText()).toContain(`.${operation.methodName}(`);
    }
    expect(tab.complaints).toEqual([]);
  });

  it.each(["http", "file"])(
    "finds what is searched for, over %s, by keyboard alone",
    async (way) => {
      await using tab = await visit(browser);
      const { page, complaints } = tab;
      const start = way === "http" ? origin : pathToFileURL(folder).href;
      await page.goto(`${start}/guides/errors.html`);
      await page.keyboard.press("/");
      await page.keyboard.type("second factor");
      await page.waitForSelector(".results a");
      expect(await findSerious(page)).toEqual([]);
      await page.keyboard.press("Control+a");
      await page.keyboard.type("whoami");
      await page.waitForFunction(
        "document.querySelector('.results strong')?.textContent.includes('whoami')",
      );
      await page.keyboard.press("Enter");
      await page.waitForURL(/GetUserInformation\.html$/);
      expect(complaints).toEqual([]);
    },
  );

  it("leads to the pages of a section from a narrow screen's menu", async () => {
    await using tab = await visit(browser, { width: 390, height: 844 });
    const { page } = tab;
    await page.goto(`${origin}/guides/errors.html`);
    expect(await page.isVisible("#navigation")).toBe(false);
    await page.click(".menu");
    await page.click("#navigation >> text=Passwords");
    expect(page.url()).toBe(`${origin}/guides/passwords.html`);
  });

  it("shows a table on a narrow screen without scrolling, each cell with its column", async () => {
    await using tab = await visit(browser, { width: 390, height: 844 });
    const { page } = tab;
    await page.goto(`${origin}/guides/from-python.html`);
    const hidden = await page.evaluate(
      "[...document.querySelectorAll('.table')].map((table) => table.scrollWidth - table.clientWidth)",
    );
    const name = await page.evaluate(
      "getComputedStyle(document.querySelector('td:last-child'), '::before').content",
    );
    expect(hidden).toEqual([0, 0]);
    // How a browser writes the parts that such a text is made of is its own affair.
    expect(String(name)).toContain("here");
  });

  it("begins with a link to the content, for the keyboard", async () => {
    await using tab = await visit(browser);
    const { page } = tab;
    await page.goto(`${origin}/reference/GetFile.html`);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("content");
  });

  it("shows an operation from nothing within a second at 10 Mbit/s", async () => {
    await using tab = await visit(browser);
    const { page, context } = tab;
    const session = await context.newCDPSession(page);
    const speed = 10e6 / 8;
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", {
      ...{ offline: false, latency: 20, downloadThroughput: speed, uploadThroughput: speed },
    });
    let bytes = 0;
    session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));

    await page.goto(`${origin}/reference/CreateApiKey.html`);

    const paint = await page.waitForFunction(
      "performance.getEntriesByName('first-contentful-paint')[0]?.startTime",
    );
    const painted = await paint.jsonValue();
    const loaded = await page.evaluate(
      "performance.timing.loadEventEnd - performance.timing.navigationStart",
    );
    console.log(
      `createApiKey: first paint ${Math.round(Number(painted))} ms, loaded ${String(loaded)} ms, ${bytes} bytes`,
    );
    expect(bytes).toBeLessThan(100_000);
    expect(Number(painted)).toBeLessThan(1000);
  });

  it("looks as its pictures show", async () => {
    const shown = ["index.html", "reference/CreateSubmission.html", "guides/errors.html"];
    for (const scheme of ["light", "dark"] as const) {
      for (const width of [1440, 390]) {
        await using tab = await visit(browser, {
          scheme,
          width,
          height: width === 390 ? 844 : 900,
        });
        const { page } = tab;
        const take = (name: string) =>
          page.screenshot({ path: `${pictures}${name}-${width}-${scheme}.png` });
        for (const path of shown) {
          await page.goto(`${origin}/${path}`);
          await take(path.replace(/.*\//, "").replace(".html", ""));
        }
        await page.keyboard.press("/");
        await page.keyboard.type("password");
        await page.waitForSelector(".results a");
        await take("search");
      }
    }
    console.log(`pictures: ${pictures.slice(scratch.length - 7)}`);
  });
});
