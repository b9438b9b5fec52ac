// For Node, Bun and Deno: the setting is the last argument.
import { runConformance } from "./conformance.js";

const setting = JSON.parse(process.argv.at(-1));
console.log(`@checks ${JSON.stringify(await runConformance(setting))}`);
