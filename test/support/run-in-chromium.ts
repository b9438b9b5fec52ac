import { createVitest } from "vitest/node";
import { findChromium } from "./chromium.js";

/** Runs tests that need a browser, or prints why they are skipped. */
export async function runInChromium(command: string, config: string): Promise<void> {
  if (findChromium() === undefined) {
    process.stderr.write(
      `! ${command} skipped: Chromium is not installed. Install it, or set CHROMIUM to its path.\n`,
    );
    return;
  }
  const vitest = await createVitest("test", { watch: false, config });
  await vitest.start();
  await vitest.close();
}
