import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const candidates = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** The browser of this machine; `CHROMIUM` names another one. */
export function findChromium(): string | undefined {
  return candidates.find((path) => path !== undefined && existsSync(path));
}

export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("there is no Chromium");
  return chromium.launch({
    executablePath,
    // A browser of its own accord asks other hosts at every start; root needs no-sandbox.
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
  });
}
