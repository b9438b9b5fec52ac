import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import type * as Client from "datameta-client";
import createFetchClient from "openapi-fetch";

import type { paths } from "../../generated/schema.js";
import { median } from "./statistics.js";

const rounds = 40;
const callsPerRound = 200;
const body = { email: "ada@example.org", password: "Lovelace-1815.", label: "bench" };
const token = "not-a-token";

/** One way to make the same call. */
interface Contender {
  readonly name: string;
  readonly call: () => Promise<unknown>;
  readonly prepare?: () => Promise<unknown>;
}

/** Times of one contender at one concurrency. */
export interface CallTiming {
  readonly name: string;
  readonly concurrency: number;
  /** Microseconds per call, the median of all rounds. */
  readonly microseconds: number;
  /** Times the time of raw `fetch`, the median of the ratios within each round. */
  readonly ratio: number;
}

/** Times a POST with JSON over loopback. The contenders take turns, so that drift meets them alike. */
export async function timeCalls(client: typeof Client): Promise<CallTiming[]> {
  const server = fork(fileURLToPath(new URL("./server.ts", import.meta.url)));
  try {
    const [port] = (await once(server, "message")) as [number];
    const contenders = createContenders(client, `http://127.0.0.1:${port}/api/v1`);
    const timings: CallTiming[] = [];
    for (const concurrency of [1, 32]) timings.push(...(await race(contenders, concurrency)));
    return timings;
  } finally {
    server.disconnect();
  }
}

function createContenders({ createClient }: typeof Client, baseUrl: string): Contender[] {
  const headers = {
    Accept: "application/json",
    Authorization: `Bearer ${token}`,
    "Content-Type": "application/json",
  };
  const bare = createFetchClient<paths>({ baseUrl, headers });
  const datameta = createClient({ baseUrl, auth: { bearer: token } });
  return [
    {
      name: "raw fetch",
      call: async (): Promise<unknown> => {
        const init = { method: "POST", headers, body: JSON.stringify(body) };
        const response = await fetch(`${baseUrl}/keys`, init);
        if (!response.ok) throw new Error(String(response.status));
        return response.json();
      },
    },
    { name: "openapi-fetch", call: () => bare.POST("/keys", { body }) },
    {
      name: "datameta-client",
      call: () => datameta.createApiKey({ body }),
      // Proves the token: calls with an unproven one go one by one, lest they lock an account.
      prepare: () => datameta.whoami(),
    },
  ];
}

async function race(contenders: readonly Contender[], concurrency: number): Promise<CallTiming[]> {
  for (const { call, prepare } of contenders) {
    await prepare?.();
    await timeRound(call, concurrency);
  }
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    // Each round begins with another one.
    const order = contenders.map((_, index) => contenders[(index + round) % contenders.length]);
    for (const contender of order) {
      if (contender) times.get(contender.name)?.push(await timeRound(contender.call, concurrency));
    }
  }
  const [raw = []] = times.values();
  return [...times].map(([name, own]) => ({
    name,
    concurrency,
    microseconds: median(own),
    ratio: median(own.map((time, round) => time / (raw[round] ?? time))),
  }));
}

/** @returns microseconds per call */
async function timeRound(call: () => Promise<unknown>, concurrency: number): Promise<number> {
  let left = callsPerRound;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) await call();
    }),
  );
  return ((performance.now() - start) * 1000) / callsPerRound;
}
