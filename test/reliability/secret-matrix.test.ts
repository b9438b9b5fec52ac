import * as client from "datameta-client";
import * as testing from "datameta-client/testing";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { runTour } from "../../scripts/start/tour.js";
import { canaries, canary } from "../support/canaries.js";
import { echoes, wrongAnswers } from "../support/echo.js";
import { serve, type Handler, type LoopbackServer } from "../support/loopback.js";
import { bundleProgram, type Program } from "../support/own-process.js";
import { sinks } from "../support/sinks.js";
import { callsWithSecrets, timeoutOf, variants } from "./support/calls-with-secrets.js";
import { faults, start, type Destination } from "./support/destinations.js";
import type { Orders } from "./support/reject-unhandled.js";

const answers = { ...echoes, ...wrongAnswers };
const calls = Object.entries(callsWithSecrets);

/** All errors of the matrix, with their fault and variant. */
const errors: { readonly fault: string; readonly variant: string; readonly error: unknown }[] = [];
const counts = { cells: 0, unhandled: 0, uncaught: 0, started: 0 };

/** Makes every call in every variant and collects the errors. */
async function failAll(fault: string, url: string): Promise<void> {
  const timeout = timeoutOf(fault);
  await Promise.all(
    Object.entries(variants).flatMap(([variant, options]) =>
      calls.map(async ([, call]) => {
        const datameta = client.createClient({ baseUrl: url, timeout, retry: 0, ...options });
        await call(datameta).catch((error: unknown) => errors.push({ fault, variant, error }));
      }),
    ),
  );
}

/** Returns the places where a secret is visible. */
function leaksOf(fault: string): string[] {
  return errors
    .filter((each) => each.fault === fault)
    .flatMap(({ variant, error }) =>
      Object.entries(sinks).flatMap(([name, sink]) => {
        counts.cells++;
        const text = sink(error);
        return text.includes(canary) ? [`${name}, ${variant}: ${text}`] : [];
      }),
    );
}

it("each sink shows a secret if the error contains one", () => {
  const error = new client.ConnectionError("", { cause: new Error(canaries.token) });
  const said = new client.ClientError(canaries.token, { operationId: canaries.token });

  for (const [name, sink] of Object.entries(sinks)) {
    expect(sink(said) + sink(error), name).toContain(canaries.token);
  }
});

describe("no sink shows a secret", () => {
  it.each(faults)(
    "after the fault %s in any operation",
    async (fault) => {
      await using server = await start(fault);

      await failAll(fault, server.url);

      expect(leaksOf(fault)).toEqual([]);
    },
    60_000,
  );

  it.each(Object.entries(answers))(
    "after the response %s in any operation",
    async (fault, handler) => {
      await using server = await serve(handler);

      await failAll(fault, server.url);

      for (const sent of secretsSent) expect(wire(server)).toContain(sent);
      expect(errors.filter((each) => each.fault === fault)).not.toEqual([]);
      expect(leaksOf(fault)).toEqual([]);
    },
    60_000,
  );
});

/** The secrets as sent: in headers and in JSON. */
const secretsSent = [
  ...[canaries.token, canaries.cookie, canaries.credential, canaries.newPassword],
  JSON.stringify(canaries.password),
];

function wire({ requests }: LoopbackServer): string {
  return requests.map(({ rawHeaders, body }) => `${rawHeaders.join(" ")} ${body}`).join("\n");
}

describe("Node prints no secret of an unhandled rejection", () => {
  let program: Program;

  beforeAll(async () => {
    program = await bundleProgram(new URL("support/reject-unhandled.ts", import.meta.url));
  });
  afterAll(() => program[Symbol.asyncDispose]());

  it("after any fault in any operation", async () => {
    const destinations: Orders["destinations"][number][] = [];
    const add = (fault: string, server: Destination) => {
      onTestFinished(() => server[Symbol.asyncDispose]());
      destinations.push({ url: server.url, timeout: timeoutOf(fault) });
    };
    for (const [name, handler] of Object.entries(answers)) add(name, await serve(handler));
    // In reverse order: the first fault closes a port, and the next server could get the same port.
    for (const fault of faults.toReversed()) add(fault, await start(fault));

    const { code, stderr } = await program.run(["--unhandled-rejections=warn"], { destinations });

    const printed = stderr.match(/UnhandledPromiseRejectionWarning: (?!Unhandled)/g) ?? [];
    counts.unhandled = printed.length;
    expect(code).toBe(0);
    expect(printed).toHaveLength(
      errors.filter(({ variant }) => variant === "token and validate").length,
    );
    expect(stderr).not.toContain(canary);
  }, 120_000);

  it.each(Object.entries(answers))(
    "that ends the process, after the response %s",
    async (fault, handler: Handler) => {
      await using server = await serve(handler);
      const orders: Orders = {
        destinations: [{ url: server.url, timeout: timeoutOf(fault) }],
        only: ["createApiKey"],
      };

      const { code, stderr } = await program.run([], orders);
      counts.uncaught++;

      expect(wire(server)).toContain(JSON.stringify(canaries.password));
      expect(code).toBe(1);
      expect(stderr).toContain("operationId: 'CreateApiKey'");
      expect(stderr).not.toContain(canary);
    },
  );
});

it("npm start prints no secret", async () => {
  const output: string[] = [];
  const traffic: string[] = [];
  const { fetch } = globalThis;
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((text) => output.push(String(text)) > 0);
  }
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const response = await fetch(input, init);
    const { headers } = new Request(input, init);
    traffic.push(`"token":"${headers.get("Authorization")?.replace("Bearer ", "") ?? ""}"`);
    traffic.push(typeof init?.body === "string" ? init.body : "");
    traffic.push(await response.clone().text());
    return response;
  });
  onTestFinished(() => void vi.restoreAllMocks());

  const made = await runTour(client, testing);

  // The secrets in requests and responses.
  const member = /"(?:\w*(?:password|token|credential)|urlToUpload)":"([^"]+)"/gi;
  const secrets = new Set(
    traffic.flatMap((text) => Array.from(text.matchAll(member), ([, secret]) => String(secret))),
  );
  counts.started = secrets.size;
  expect(output.length).toBeGreaterThan(made);
  // The tokens of two accounts, a new token, four passwords, two reset tokens and an upload URL.
  expect(secrets.size).toBeGreaterThan(8);
  for (const secret of secrets) expect(output.join("")).not.toContain(secret);
});

afterAll(() => {
  const columns = faults.length + Object.keys(answers).length;
  const rows = Object.keys(sinks).length + 1;
  console.info(
    `${rows} sinks × ${calls.length} operations × ${columns} faults: ` +
      `${errors.length} errors in ${Object.keys(variants).length} variants, ${counts.cells} texts, ` +
      `${counts.unhandled} unhandled rejections, ${counts.uncaught} ended processes, ` +
      `${counts.started} secrets of npm start: no secret is visible`,
  );
});
