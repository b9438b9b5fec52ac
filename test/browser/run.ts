import { isEntryPoint, runPlainCommand } from "../../scripts/command/entry-point.js";
import { runInChromium } from "../support/run-in-chromium.js";

const usage = `Usage: npm run test:browser [-- options]

Calls the embedded server from pages in Chromium, of another origin and under a content security
policy without eval: the example of every operation, errors and faults, tokens and the browser's
session, abort, deadline, offline, validate. Without Chromium, it prints a message and does nothing.

  --help  show this text
`;

const main = () => runInChromium("test:browser", "test/browser/vitest.config.ts");

if (isEntryPoint(import.meta.url)) await runPlainCommand(usage, main);
