// For jest and vitest, in jsdom. The checks are made in one test and shown as the tests' own lines.
import { runConformance } from "./conformance.js";

test("runs where there is a document", () => {
  expect(typeof document.createElement).toBe("function");
});

test("conforms", async () => {
  const checks = await runConformance(JSON.parse(process.env.CONFORMANCE));
  process.stdout.write(`\n@checks ${JSON.stringify(checks)}\n`);
  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
}, 60_000);
