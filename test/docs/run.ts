import { createVitest } from "vitest/node";
import { isEntryPoint, runPlainCommand } from "../../scripts/command/entry-point.js";
import { findChromium } from "./support/browser.js";

const usage = `Usage: npm run test:docs [-- options]

Builds the docs site and walks it in Chromium: every page in light and dark, on wide and narrow
screens, by axe; links, search, keyboard, and the time to a first view. Sees the preview reload.
Leaves pictures in .cache/docs-screenshots/. Where there is no Chromium it says so, and does nothing.

  --help  this text
`;

async function main(): Promise<void> {
  if (findChromium() === undefined) {
    process.stderr.write(
      "! test:docs skipped: there is no Chromium. Install it, or name one by CHROMIUM.\n",
    );
    return;
  }
  const vitest = await createVitest("test", {
    ...{ watch: false, config: "test/docs/vitest.config.ts" },
  });
  await vitest.start();
  await vitest.close();
}

if (isEntryPoint(import.meta.url)) await runPlainCommand(usage, main);
