// Runs in Node, Bun and Deno, which also have `node:http`. The setting is the last argument.
import { runChecks } from "./checking.js";
import { runConformance } from "./conformance.js";
import { testServerChecks } from "./test-server-checks.js";

const setting = JSON.parse(process.argv.at(-1));
const checks = [...(await runConformance(setting)), ...(await runChecks(testServerChecks))];
console.log(`@checks ${JSON.stringify(checks)}`);
