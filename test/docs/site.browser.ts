import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "../support/chromium.js";
import { findSerious } from "./support/axe.js";
import { visit } from "./support/browser.js";
import { serveSite, type SiteServer } from "./support/serve-site.js";
import { buildSite, type Site } from "./support/site.js";

const scratch = fileURLToPath(new URL("../../.cache/", import.meta.url));
const pictures = `${scratch}docs-screenshots/`;
const redocPath = "reference/document.html";

/** A page of each kind. */
const samples = [
  ...["index.html", "guides/errors.html", "operations/index.html", "404.html", redocPath],
  ...["operations/createFile.html", "schemas/FileResponse.html", "exports/index.html"],
];

/** An expression for the number of blocks of code that are wider than their place. */
const countClipped =
  "[...document.querySelectorAll('.vp-doc pre')].filter((pre) => pre.scrollWidth > pre.clientWidth).length";

let site: Site;
let browser: Browser;
let server: SiteServer;

beforeAll(async () => {
  site = await buildSite("docs-site");
  await mkdir(pictures, { recursive: true });
  server = await serveSite(site.folder);
  browser = await launchChromium();
}, 600_000);

afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

/** Opens the search by its key, which works once Vue has taken the page over. */
async function openSearch(page: Page): Promise<void> {
  const input = page.locator("#localsearch-input");
  while ((await input.count()) === 0) {
    await page.keyboard.press("/");
    await page.waitForTimeout(100);
  }
  await input.focus();
  await page.keyboard.press("Control+a");
}

describe("in the browser", () => {
  it.each([
    { scheme: "light", width: 1440 },
    { scheme: "dark", width: 1440 },
    { scheme: "light", width: 390 },
    { scheme: "dark", width: 390 },
  ] as const)(
    "no page breaks, overflows, cuts code off on a phone or has a serious finding of axe: $scheme, $width px",
    async ({ scheme, width }) => {
      const height = width === 390 ? 844 : 900;
      await using tab = await visit(browser, { scheme, width, height });
      const { page, complaints } = tab;
      const findings: string[] = [];
      const isWhole = (scheme === "light") === (width === 1440);
      const paths = isWhole ? [...site.pages.keys(), redocPath] : samples;
      for (const path of paths) {
        await page.goto(`${server.origin}/${path}`);
        // The page's script renders it after the load event.
        if (path === redocPath) await page.waitForSelector("h1");
        findings.push(...(await findSerious(page)));
        const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
        if (Number(overflow) > 0) findings.push(`${path} is ${String(overflow)} px too wide`);
        const clipped = width === 390 ? await page.evaluate<number>(countClipped) : 0;
        if (clipped > 0) findings.push(`${path} cuts ${clipped} programs off`);
      }
      console.log(`${scheme}, ${width} px: ${paths.length} pages, ${findings.length} findings`);
      expect([...findings, ...complaints]).toEqual([]);
    },
  );

  it("shows the call of an operation next to its text, open and with tabs", async () => {
    await using tab = await visit(browser);
    const { page } = tab;
    await page.goto(`${server.origin}/operations/createFile.html`);
    const text = await page.locator("h1").boundingBox();
    const example = page.locator(".vp-code-group").first();
    const box = await example.boundingBox();
    expect(box?.x).toBeGreaterThan((text?.x ?? 0) + (text?.width ?? 0));
    expect(await example.locator(".active code").innerText()).toContain("datameta.createFile(");
    await example.locator("label", { hasText: "curl" }).click();
    expect(await example.locator(".active code").innerText()).toContain("curl -X POST");
    expect(await page.getByText("urlToUpload").last().isVisible()).toBe(true);
  });

  it("can be searched with only the keyboard", async () => {
    await using tab = await visit(browser);
    const { page, complaints } = tab;
    await page.goto(`${server.origin}/guides/errors.html`, { waitUntil: "networkidle" });
    await openSearch(page);
    await page.keyboard.type("upload");
    await page.waitForSelector(".results .result");
    expect(await page.locator(".results").innerText()).toContain("createFile");
    // VitePress's search dialog has its controls inside an element with the role of a button.
    const own = /(label-content-name-mismatch|nested-interactive): <div[^>]* role="button"/;
    const findings = await findSerious(page);
    expect(findings.filter((finding) => !own.test(finding))).toEqual([]);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("whoami");
    await page.waitForFunction(
      "document.querySelector('.results .result')?.textContent.includes('whoami')",
    );
    await page.keyboard.press("Enter");
    await page.waitForURL(/operations\/whoami\.html/);
    expect(complaints).toEqual([]);
  });

  it("redirects from an old address", async () => {
    await using tab = await visit(browser);
    const { page } = tab;
    await page.goto(`${server.origin}/reference/CreateFile.html`);
    await page.waitForURL(/operations\/createFile\.html$/);
    expect(await page.locator("h1").innerText()).toContain("createFile");
  });

  it("shows an operation after 50 kB in 3 requests, needs 200 kB in all, and prints its time", async () => {
    await using tab = await visit(browser);
    const { page, context } = tab;
    const session = await context.newCDPSession(page);
    // 10 Mbit/s
    const speed = 10e6 / 8;
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", {
      ...{ offline: false, latency: 20, downloadThroughput: speed, uploadThroughput: speed },
    });
    const types = new Map<string, string>();
    session.on("Network.responseReceived", ({ requestId, type }) => types.set(requestId, type));
    const loaded: { type: string; bytes: number }[] = [];
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) =>
      loaded.push({ type: types.get(requestId) ?? "", bytes: encodedDataLength }),
    );
    const sum = (files: typeof loaded) => files.reduce((total, { bytes }) => total + bytes, 0);

    await page.goto(`${server.origin}/operations/createApiKey.html`, { waitUntil: "networkidle" });

    const painted = await page.evaluate<number>(
      "performance.getEntriesByName('first-contentful-paint')[0]?.startTime",
    );
    // The scripts are modules, so the first view waits for the page and its styles only.
    const first = loaded.filter(({ type }) => type === "Document" || type === "Stylesheet");
    console.log(
      `createApiKey: first view ${Math.round(painted)} ms after ${sum(first)} bytes ` +
        `in ${first.length} requests, ${sum(loaded)} bytes in all`,
    );
    // The bytes are the same on any machine; the time is not.
    expect(first.length).toBe(3);
    expect(sum(first)).toBeLessThan(50_000);
    expect(sum(loaded)).toBeLessThan(200_000);
  });

  it("looks like in the pictures", async () => {
    const shown = [...samples, "guides/getting-started.html"].filter((path) => path !== redocPath);
    for (const scheme of ["light", "dark"] as const) {
      for (const width of [1440, 390]) {
        const height = width === 390 ? 844 : 900;
        await using tab = await visit(browser, { scheme, width, height });
        const { page } = tab;
        const take = (name: string) =>
          page.screenshot({ path: `${pictures}${name}-${width}-${scheme}.png` });
        for (const path of shown) {
          await page.goto(`${server.origin}/${path}`, { waitUntil: "networkidle" });
          await take(path.replace("/", "-").replace(".html", ""));
        }
        await openSearch(page);
        await page.keyboard.type("password");
        await page.waitForSelector(".results .result");
        await take("search");
      }
    }
    console.log("pictures: .cache/docs-screenshots/");
  });
});
