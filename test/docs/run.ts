import { isEntryPoint, runPlainCommand } from "../../scripts/command/entry-point.js";
import { runInChromium } from "../support/run-in-chromium.js";

const usage = `Usage: npm run test:docs [-- options]

Builds the docs site and walks it in Chromium: every page in light and dark, on wide and narrow
screens, by axe; the search, the keyboard, old addresses, and the time and bytes of a first view.
Leaves pictures in .cache/docs-screenshots/. Where there is no Chromium it says so, and does nothing.

  --help  this text
`;

const main = () => runInChromium("test:docs", "test/docs/vitest.config.ts");

if (isEntryPoint(import.meta.url)) await runPlainCommand(usage, main);
