import { expect, it } from "vitest";
import { lookForLeftovers } from "./support/leftovers.js";

/** A fifth of what `npm run test:leftovers` makes, which takes too long for every day. */
const calls = 20_000;

it("calls on one signal leave no listener, no memory, no connection, and let the process end", async () => {
  const { summary, complaints } = await lookForLeftovers(calls);

  console.info(summary);
  expect(complaints).toEqual([]);
}, 300_000);
