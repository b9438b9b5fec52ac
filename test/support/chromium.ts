import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";
import { UsageError } from "../../scripts/command/entry-point.js";

const usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * Starts the machine's Chromium, or the one at the path in `CHROMIUM`.
 *
 * @throws UsageError if the file in `CHROMIUM` does not exist
 */
export function findChromium(): string | undefined {
  const named = process.env["CHROMIUM"];
  if (named === undefined || named === "") return usual.find((path) => existsSync(path));
  if (!existsSync(named)) throw new UsageError(`CHROMIUM is not a file: "${named}"`);
  return named;
}

export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("there is no Chromium");
  return chromium.launch({
    executablePath,
    // Without these options, Chromium contacts other hosts at every start. Root needs no-sandbox.
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
  });
}
