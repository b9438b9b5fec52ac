import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { substitute } from "../examples/support/run-program.js";
import { openEmbeddedSite } from "../examples/support/site.js";
import { situations } from "../examples/support/situations.js";
import { launchChromium } from "../support/chromium.js";
import { bundleForPages, startPages, type Pages } from "./support/pages.js";

const examples = fileURLToPath(new URL("../../spec/examples/", import.meta.url));
const baseUrl = "https://datameta.example.org/api/v1";
const end = "(the program has ended)";

let browser: Browser;
let pages: Pages;

beforeAll(async () => {
  [browser, pages] = await Promise.all([launchChromium(), startPages()]);
}, 60_000);
afterAll(() => Promise.all([browser.close(), pages[Symbol.asyncDispose]()]));

/** Opens the page and returns its output when its program has ended or failed. */
async function linesOf(url: string): Promise<string[]> {
  await using page = await browser.newPage();
  const lines: string[] = [];
  const ended = new Promise<void>((resolve) => {
    page.on("console", (message) => {
      if (message.text() === end) resolve();
      else lines.push(message.text());
    });
    page.on("pageerror", (error) => {
      lines.push(String(error));
      resolve();
    });
  });
  await page.goto(url);
  await ended;
  return lines;
}

it.each(Object.entries(situations))(
  "the example of %s runs in a page from another origin",
  async (name, situation) => {
    await using site = await openEmbeddedSite({ cors: [pages.origin] });
    const standIns = new Map(Object.entries((await situation.prepare?.(site)) ?? {}));
    const shown = await readFile(`${examples}${name}.ts`, "utf8");
    const program = substitute(name, shown, standIns.set(baseUrl, site.url));
    const env = { DATAMETA_TOKEN: site.token, DATAMETA_PASSWORD: site.password };
    const code = await bundleForPages({
      stdin: {
        contents: `${program}\nconsole.log(${JSON.stringify(end)});`,
        resolveDir: examples,
        loader: "ts",
      },
      define: { "process.env": JSON.stringify(env) },
    });

    const lines = await linesOf(pages.add(name, { code, mayCall: new URL(site.url).origin }));

    expect(lines.join("\n")).toMatch(situation.prints);
  },
);
