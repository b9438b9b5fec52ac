import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";
import { UsageError } from "../../scripts/command/entry-point.js";

const usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * The browser of this machine; `CHROMIUM` names another one.
 *
 * @throws UsageError if there is nothing where `CHROMIUM` says
 */
export function findChromium(): string | undefined {
  const named = process.env["CHROMIUM"];
  if (named === undefined || named === "") return usual.find((path) => existsSync(path));
  if (!existsSync(named)) throw new UsageError(`CHROMIUM names no file: "${named}"`);
  return named;
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
