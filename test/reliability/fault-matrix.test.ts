import { isDeepStrictEqual } from "node:util";
import { createClient, isDataMetaError, type ClientOptions } from "datameta-client";
import { startTestServer } from "datameta-client/testing";
import { createValidator } from "datameta-client/validate";
import { afterAll, describe, expect, it } from "vitest";
import { failureOf } from "../support/failure-of.js";
import { everyOperation } from "../contract/support/every-operation.js";
import { operations } from "../support/operations.js";
import { faults, start } from "./support/destinations.js";
import { expectations, retry, type Settled } from "./support/settled.js";

/** All operations of the document, in its order. */
const all = operations.map((operation) => ({
  ...operation,
  // Safe: the compiler checks that the table of calls has the same keys.
  call: everyOperation[operation.name as keyof typeof everyOperation],
}));

/** The timeout in ms. Only faults that stall or send endless data use all of it. */
function timeoutOf(name: string): number {
  if (/^(stall|broken-gzip)/.test(name)) return 10_000;
  return /^(huge|endless)/.test(name) ? 1_000 : 30_000;
}

const variants: Record<string, Partial<ClientOptions>> = {
  "direct call": {},
  // With middleware, the client sends a `Request` and uses other code to read the response.
  "through middleware": { middleware: [{ onRequest: ({ request }) => request }] },
};

const cells = Object.entries(variants).flatMap(([variant, options]) =>
  all.map((operation) => ({ operation, variant, options })),
);

interface Row {
  readonly fault: string;
  readonly settled: number;
  readonly as: string;
  readonly slowest: number;
}
const rows: Row[] = [];

async function settle(call: Promise<unknown>): Promise<Settled> {
  try {
    const data = await call;
    return { name: data === undefined ? "no data" : "data" };
  } catch (error) {
    if (!isDataMetaError(error)) throw error;
    const { name, outcome, retryable, attempts } = error;
    return {
      name,
      outcome,
      retryable,
      attempts,
      ...("phase" in error && { phase: error.phase }),
      ...("retryAfter" in error &&
        error.retryAfter !== undefined && { retryAfter: error.retryAfter }),
    };
  }
}

it.each(faults)(
  "every operation ends as documented after the fault %s",
  async (name) => {
    await using server = await start(name);
    // Without an expiry, the client would send the token in only three requests at a time.
    const auth = { bearer: "token-of-nobody", expires: "2999-01-01" };
    const timeout = timeoutOf(name);
    let slowest = 0;

    const settled = await Promise.all(
      cells.map(async ({ operation, variant, options }) => {
        const client = createClient({ baseUrl: server.url, auth, timeout, retry, ...options });
        const begin = performance.now();
        const ending = await settle(operation.call(client));
        slowest = Math.max(slowest, performance.now() - begin);
        return { operation: operation.name, variant, ending };
      }),
    );

    const expected = cells.map(({ operation, variant }, index) => {
      const endings = [expectations[name](operation)].flat();
      const fitting = endings.find((each) => isDeepStrictEqual(each, settled[index]?.ending));
      return { operation: operation.name, variant, ending: fitting ?? endings[0] };
    });
    expect(settled).toEqual(expected);
    const as = [...new Set(settled.map(({ ending }) => ending.name))].join(", ");
    rows.push({ fault: name, settled: settled.length, as, slowest });
  },
  60_000,
);

it.each(["huge-body", "endless-body"] as const)(
  "stops reading %s at the limit",
  async (fault) => {
    await using server = await startTestServer({ faults: { "*": fault } });
    const { getMetaData } = createClient({ baseUrl: server.url, retry: 0 });

    expect(await failureOf(getMetaData())).toMatchObject({
      name: "ResponseFormatError",
      message: expect.stringContaining("200, the body has more than 16777216 bytes") as string,
      outcome: "unknown",
    });
  },
  60_000,
);

describe("with validate, rejects data of the wrong type", () => {
  const withData = all.filter(({ success }) => success[200] === "json");
  const validate = createValidator({ passwordPolicy: null });

  it.each(["wrong-json", "null-json"] as const)("%s", async (fault) => {
    await using server = await startTestServer({ faults: { "*": fault } });

    const endings = await Promise.all(
      withData.map(async ({ name, call }) => {
        const client = createClient({ baseUrl: server.url, retry, validate });
        return [name, await settle(call(client))];
      }),
    );

    const refused = expectations["cut-json"];
    expect(endings).toEqual(withData.map((operation) => [operation.name, refused(operation)]));
  });
});

afterAll(() => {
  const lines = rows.map(
    ({ fault, settled, as, slowest }) =>
      `${fault.padEnd(26)} ${settled} of ${cells.length}  ${slowest.toFixed(0).padStart(6)} ms  ${as}`,
  );
  const calls = rows.reduce((sum, { settled }) => sum + settled, 0);
  console.info(
    `${lines.join("\n")}\n${rows.length} faults × ${all.length} operations × ` +
      `${Object.keys(variants).length} variants: ${calls} calls ended as documented`,
  );
});
