import { isEntryPoint, runPlainCommand } from "../../scripts/command/entry-point.js";
import { runInChromium } from "../support/run-in-chromium.js";

const usage = `Usage: npm run test:docs [-- options]

Builds the docs site and tests it in Chromium. Checks all pages with axe, in light and dark, on wide
and narrow screens. Checks the search, the keyboard, old addresses, and the bytes of a first visit.
Saves screenshots to .cache/docs-screenshots/. If there is no Chromium, prints that and does nothing.

  --help  show this text
`;

const main = () => runInChromium("test:docs", "test/docs/vitest.config.ts");

if (isEntryPoint(import.meta.url)) await runPlainCommand(usage, main);
