import { createVitest } from "vitest/node";
import { findChromium } from "./chromium.js";

/** Runs tests that need a browser, or says why not. */
export async function runInChromium(command: string, config: string): Promise<void> {
  if (findChromium() === undefined) {
    process.stderr.write(
      `! ${command} skipped: there is no Chromium. Install it, or name one by CHROMIUM.\n`,
    );
    return;
  }
  const vitest = await createVitest("test", { watch: false, config });
  await vitest.start();
  await vitest.close();
}
