// CommonJS. `require` must return the same module as `import`, not a second copy.
const assert = require("node:assert");

const checks = [];

async function check(name, body) {
  try {
    await body();
    checks.push({ name, passed: true });
  } catch (error) {
    checks.push({ name, passed: false, detail: String(error.stack) });
  }
}

async function main() {
  const setting = JSON.parse(process.argv.at(-1));
  await check("require returns the same module as import", async () => {
    const required = require("datameta-client");
    const imported = await import("datameta-client");
    assert.strictEqual(required.createClient, imported.createClient);
    assert.strictEqual(required.DataMetaError, imported.DataMetaError);
  });
  await check("require loads every subpath", () => {
    assert.strictEqual(typeof require("datameta-client/testing").startTestServer, "function");
    assert.strictEqual(typeof require("datameta-client/validate").createValidator, "function");
    assert.strictEqual(typeof require("datameta-client/openapi").createOpenApiClient, "function");
    assert.strictEqual(require("datameta-client/openapi.json").openapi, "3.1.0");
  });
  const { runConformance } = require("./conformance.js");
  checks.push(...(await runConformance(setting)));
  console.log(`@checks ${JSON.stringify(checks)}`);
}

void main();
