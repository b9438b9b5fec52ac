import { expect, it } from "vitest";
import { lookForLeftovers } from "./support/leftovers.js";

/** A fifth of the calls of `npm run test:leftovers`, which takes too long here. */
const calls = 20_000;

it("calls with one signal leave no listeners, memory or connections, and let the process exit", async () => {
  const { summary, complaints } = await lookForLeftovers(calls);

  console.info(summary);
  expect(complaints).toEqual([]);
}, 300_000);
