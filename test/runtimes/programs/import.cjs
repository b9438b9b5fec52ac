// CommonJS in a Node whose `require` cannot load modules. The error suggests `import()`, which
// works.
const assert = require("node:assert");

async function main() {
  const { runConformance } = await import("./conformance.js");
  const checks = await runConformance(JSON.parse(process.argv.at(-1)));
  const name = "the error of require names the package and import()";
  try {
    assert.throws(() => require("datameta-client"), {
      code: "ERR_REQUIRE_ESM",
      message: /datameta-client.*dynamic import\(\)/s,
    });
    checks.push({ name, passed: true });
  } catch (error) {
    checks.push({ name, passed: false, detail: String(error.stack) });
  }
  console.log(`@checks ${JSON.stringify(checks)}`);
}

void main();
