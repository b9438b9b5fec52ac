import * as client from "datameta-client";
import * as testing from "datameta-client/testing";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { runTour } from "../../scripts/start/tour.js";
import { canaries, canary } from "../support/canaries.js";
import { echoes, wrongAnswers } from "../support/echo.js";
import { serve, type Handler, type LoopbackServer } from "../support/loopback.js";
import { bundleProgram, type Program } from "../support/own-process.js";
import { sinks } from "../support/sinks.js";
import { callsWithSecrets, timeoutOf, ways } from "./support/calls-with-secrets.js";
import { mishaps, start, type Destination } from "./support/destinations.js";
import type { Orders } from "./support/reject-unhandled.js";

const answers = { ...echoes, ...wrongAnswers };
const calls = Object.entries(callsWithSecrets);

/** Every error of the matrix, by what befell its call. */
const errors: { readonly mishap: string; readonly way: string; readonly error: unknown }[] = [];
const looked = { cells: 0, unhandled: 0, uncaught: 0, started: 0 };

/** Makes every call in every way, and notes how they fail. */
async function failAll(mishap: string, url: string): Promise<void> {
  const timeout = timeoutOf(mishap);
  await Promise.all(
    Object.entries(ways).flatMap(([way, options]) =>
      calls.map(async ([, call]) => {
        const datameta = client.createClient({ baseUrl: url, timeout, retry: 0, ...options });
        await call(datameta).catch((error: unknown) => errors.push({ mishap, way, error }));
      }),
    ),
  );
}

/** Where a secret shows, if it does. */
function leaksOf(mishap: string): string[] {
  return errors
    .filter((each) => each.mishap === mishap)
    .flatMap(({ way, error }) =>
      Object.entries(sinks).flatMap(([name, sink]) => {
        looked.cells++;
        const text = sink(error);
        return text.includes(canary) ? [`${name}, ${way}: ${text}`] : [];
      }),
    );
}

it("each sink shows a secret that is there", () => {
  const error = new client.ConnectionError("", { cause: new Error(canaries.token) });
  const said = new client.ClientError(canaries.token, { operationId: canaries.token });

  for (const [name, sink] of Object.entries(sinks)) {
    expect(sink(said) + sink(error), name).toContain(canaries.token);
  }
});

describe("no secret shows in any sink", () => {
  it.each(mishaps)(
    "whichever operation fails by %s",
    async (mishap) => {
      await using server = await start(mishap);

      await failAll(mishap, server.url);

      expect(leaksOf(mishap)).toEqual([]);
    },
    60_000,
  );

  it.each(Object.entries(answers))(
    "whichever operation is answered by %s",
    async (mishap, handler) => {
      await using server = await serve(handler);

      await failAll(mishap, server.url);

      for (const sent of secretsSent) expect(wire(server)).toContain(sent);
      expect(errors.filter((each) => each.mishap === mishap)).not.toEqual([]);
      expect(leaksOf(mishap)).toEqual([]);
    },
    60_000,
  );
});

/** As they stand on the wire: in headers, and in JSON. */
const secretsSent = [
  ...[canaries.token, canaries.cookie, canaries.credential, canaries.newPassword],
  JSON.stringify(canaries.password),
];

function wire({ requests }: LoopbackServer): string {
  return requests.map(({ rawHeaders, body }) => `${rawHeaders.join(" ")} ${body}`).join("\n");
}

describe("no secret shows in what Node prints of a rejection that nobody handles", () => {
  let program: Program;

  beforeAll(async () => {
    program = await bundleProgram(new URL("support/reject-unhandled.ts", import.meta.url));
  });
  afterAll(() => program[Symbol.asyncDispose]());

  it("whichever operation fails, by whatever", async () => {
    const destinations: Orders["destinations"][number][] = [];
    const add = (mishap: string, server: Destination) => {
      onTestFinished(() => server[Symbol.asyncDispose]());
      destinations.push({ url: server.url, timeout: timeoutOf(mishap) });
    };
    for (const [name, handler] of Object.entries(answers)) add(name, await serve(handler));
    // From the end: the first one refuses connections at a port that the next server would get.
    for (const mishap of mishaps.toReversed()) add(mishap, await start(mishap));

    const { code, stderr } = await program.run(["--unhandled-rejections=warn"], { destinations });

    const printed = stderr.match(/UnhandledPromiseRejectionWarning: (?!Unhandled)/g) ?? [];
    looked.unhandled = printed.length;
    expect(code).toBe(0);
    expect(printed).toHaveLength(
      errors.filter(({ way }) => way === "by a token with validate").length,
    );
    expect(stderr).not.toContain(canary);
  }, 120_000);

  it.each(Object.entries(answers))(
    "and which ends the process, by %s",
    async (mishap, handler: Handler) => {
      await using server = await serve(handler);
      const orders: Orders = {
        destinations: [{ url: server.url, timeout: timeoutOf(mishap) }],
        only: ["createApiKey"],
      };

      const { code, stderr } = await program.run([], orders);
      looked.uncaught++;

      expect(wire(server)).toContain(JSON.stringify(canaries.password));
      expect(code).toBe(1);
      expect(stderr).toContain("operationId: 'CreateApiKey'");
      expect(stderr).not.toContain(canary);
    },
  );
});

it("no secret shows in the output of npm start", async () => {
  const output: string[] = [];
  const exchanges: string[] = [];
  const { fetch } = globalThis;
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((text) => output.push(String(text)) > 0);
  }
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const response = await fetch(input, init);
    const { headers } = new Request(input, init);
    exchanges.push(`"token":"${headers.get("Authorization")?.replace("Bearer ", "") ?? ""}"`);
    exchanges.push(typeof init?.body === "string" ? init.body : "");
    exchanges.push(await response.clone().text());
    return response;
  });
  onTestFinished(() => void vi.restoreAllMocks());

  const made = await runTour(client, testing);

  // As they went over the wire, both ways.
  const member = /"(?:\w*(?:password|token|credential)|urlToUpload)":"([^"]+)"/gi;
  const secrets = new Set(
    exchanges.flatMap((text) => Array.from(text.matchAll(member), ([, secret]) => String(secret))),
  );
  looked.started = secrets.size;
  expect(output.length).toBeGreaterThan(made);
  // Two accounts' tokens, a new one, four passwords, two reset credentials, an upload's URL.
  expect(secrets.size).toBeGreaterThan(8);
  for (const secret of secrets) expect(output.join("")).not.toContain(secret);
});

afterAll(() => {
  const columns = mishaps.length + Object.keys(answers).length;
  const rows = Object.keys(sinks).length + 1;
  console.info(
    `${rows} sinks × ${calls.length} operations × ${columns} faults: ` +
      `${errors.length} errors by ${Object.keys(ways).length} ways, ${looked.cells} texts of them, ` +
      `${looked.unhandled} rejections that Node printed, ${looked.uncaught} that ended a process, ` +
      `${looked.started} secrets of npm start: none shows`,
  );
});
