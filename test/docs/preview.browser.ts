import { spawn } from "node:child_process";
import { once } from "node:events";
import { utimes } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchChromium } from "../support/chromium.js";
import { visit } from "./support/browser.js";

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

let browser: Browser;
let preview: Preview;

beforeAll(async () => {
  [browser, preview] = await Promise.all([launchChromium(), startPreview()]);
}, 120_000);

afterAll(async () => {
  await Promise.all([browser.close(), preview[Symbol.asyncDispose]()]);
});

it.each(["spec/openapi.yaml", "spec/examples/GetFile.ts", "docs/errors.md"])(
  "the preview reloads an open page when %s changes",
  async (file) => {
    await using tab = await visit(browser);
    const { page, complaints } = tab;
    await page.goto(`${preview.origin}/reference/GetFile.html`);
    await page.evaluate("globalThis.isOld = true");

    // That its time changes is enough: the working copy stays as it is.
    await utimes(path(file), new Date(), new Date());

    await page.waitForFunction("globalThis.isOld === undefined");
    expect(await page.locator("h1").innerText()).toBe("Show a file");
    expect(complaints).toEqual([]);
  },
);

interface Preview extends AsyncDisposable {
  readonly origin: string;
}

async function startPreview(): Promise<Preview> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", path("scripts/docs/preview.ts"), "--port", "0"],
    { cwd: path("."), stdio: ["ignore", "ignore", "pipe"] },
  );
  const stop = async () => {
    child.kill();
    await once(child, "exit");
  };
  for await (const line of createInterface(child.stderr)) {
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (origin !== undefined) return { origin, [Symbol.asyncDispose]: stop };
  }
  throw new Error("the preview ended before it said its address");
}
