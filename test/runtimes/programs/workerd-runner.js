// Runs a bundled worker in workerd. The arguments are miniflare's folder, the bundle and the
// setting.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const [tool, bundle, setting] = process.argv.slice(2);
const { Miniflare } = createRequire(`${tool}/`)("miniflare");
const worker = new Miniflare({
  modules: [{ type: "ESModule", path: "worker.js", contents: await readFile(bundle, "utf8") }],
  // No flag for Node's modules, because workers do not have them by default.
  compatibilityDate: "2026-01-01",
});
const response = await worker.dispatchFetch("http://worker/", { method: "POST", body: setting });
const text = await response.text();
if (response.ok) console.log(`@checks ${text}`);
else console.error(text);
await worker.dispose();
