// Runs in jest and vitest with jsdom. One test runs all checks and prints them.
import { runConformance } from "./conformance.js";

test("has a document", () => {
  expect(typeof document.createElement).toBe("function");
});

test("passes all checks", async () => {
  const checks = await runConformance(JSON.parse(process.env.CONFORMANCE));
  process.stdout.write(`\n@checks ${JSON.stringify(checks)}\n`);
  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
}, 60_000);
