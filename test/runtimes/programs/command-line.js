// Runs in Node, Bun and Deno, which also have `node:http`. The setting is the last argument.
import { runChecks } from "./checking.js";
import { runConformance } from "./conformance.js";
import { fileChecks } from "./file-checks.js";
import { pathChecks } from "./path-checks.js";
import { testServerChecks } from "./test-server-checks.js";

const setting = JSON.parse(process.argv.at(-1));
const others = { ...fileChecks, ...pathChecks, ...testServerChecks };
const checks = [...(await runConformance(setting)), ...(await runChecks(others, setting))];
console.log(`@checks ${JSON.stringify(checks)}`);
