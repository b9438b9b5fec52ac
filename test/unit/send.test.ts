import { TimeoutError, type CallOptions } from "datameta-client";
import { afterEach, describe, expect, it, vi } from "vitest";

import { Call } from "../../src/call.js";
import type { OperationEntry } from "../../src/operation.js";
import { resolveOperation } from "../../src/operation.js";
import { resolveClientOptions } from "../../src/options.js";
import { RequestParts } from "../../src/request.js";
import { send } from "../../src/send.js";
import { TokenGate, type Pass } from "../../src/token-gate.js";
import { failureOf } from "../support/failure-of.js";

const baseUrl = "https://host/api/v1";

/** Lets every token in, and keeps the first verdict on each. */
class Witness extends TokenGate {
  readonly verdicts: unknown[] = [];

  override enter(): Promise<Pass> {
    let settled = false;
    return Promise.resolve({
      settle: (verdict) => {
        if (!settled) this.verdicts.push(verdict);
        settled = true;
      },
    });
  }
}

function sendWith(options: CallOptions, entry: OperationEntry = { route: "GET /x" }) {
  const gate = new Witness();
  const call = new Call(
    resolveOperation("get", entry),
    resolveClientOptions({ baseUrl, auth: { bearer: "token" }, ...options }),
  );
  const { method } = call.operation;
  const request = new RequestParts(method, `${baseUrl}/x?q=1`, {});
  return { sent: send(call, request, { baseUrl, gate }), gate };
}

/** Stands in for the platform's: a server that answers everything with this status. */
const answering = (status: number, headers: Record<string, string> = {}) =>
  vi.fn(() =>
    Promise.resolve(
      new Response("{}", { status, headers: { "Content-Type": "application/json", ...headers } }),
    ),
  );

describe("an answer's verdict on the token", () => {
  const verdictOf = async (status: number, entry?: OperationEntry) => {
    const { sent, gate } = sendWith({ fetch: answering(status), retry: 0 }, entry);
    await sent.catch(() => undefined);
    return gate.verdicts;
  };

  it("is that it is good, of a success", async () => {
    expect(await verdictOf(200)).toEqual(["accepted"]);
  });

  // A proxy may give any of them, and the server some before it looks at the token.
  it.each([400, 403, 404, 409, 429, 499, 500, 503, 599])("is none, of a %d", async (status) => {
    expect(await verdictOf(status)).toEqual(["undecided"]);
  });

  it("is the error itself, of a 401", async () => {
    expect(await verdictOf(401)).toEqual([expect.objectContaining({ status: 401 })]);
  });

  it.each([200, 403])("is none, of a %d of an operation that needs no token", async (status) => {
    const entry = { route: "GET /x", security: "optional" } as const;

    expect(await verdictOf(status, entry)).toEqual(["undecided"]);
  });

  it("is none, of a connection that breaks", async () => {
    const broken = () => Promise.reject(new TypeError("fetch failed"));
    const { sent, gate } = sendWith({ fetch: broken, retry: 0 });

    await failureOf(sent);

    expect(gate.verdicts).toEqual(["undecided"]);
  });
});

describe("a call that takes too long", () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  const never = () => new Promise<never>(() => undefined);

  it("says how long, in which phase, and of which call", async () => {
    const { sent } = sendWith({ fetch: never, timeout: 20 }, { route: "POST /x" });

    const failure = await failureOf(sent);

    expect(failure).toBeInstanceOf(TimeoutError);
    expect(failure).toMatchObject({
      message: "Get failed: no answer within 20 ms (request); POST https://host/api/v1/x",
      ...{ timeout: 20, phase: "request", outcome: "unknown", retryable: false, attempts: 1 },
    });
  });

  it("may be repeated whatever its method, while it asks for the token", async () => {
    const { sent } = sendWith({ auth: { bearer: never }, timeout: 20 }, { route: "POST /x" });

    expect(await failureOf(sent)).toMatchObject({
      message: "Get failed: no answer within 20 ms (credential); POST https://host/api/v1/x",
      ...{ phase: "credential", outcome: "not-sent", retryable: true, attempts: 0 },
    });
  });

  it("may do so in a pause, where the clock was put back", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    const failing = vi.fn(() => {
      vi.spyOn(Date, "now").mockReturnValue(0);
      return answering(503)();
    });
    const { sent } = sendWith({ fetch: failing, timeout: 100 });

    expect(await failureOf(sent)).toMatchObject({
      message: "Get failed: no answer within 100 ms (pause); GET https://host/api/v1/x",
      ...{ phase: "pause", outcome: "unknown", retryable: true, attempts: 1 },
    });
  });

  it("is given up at once where the server asks to wait until its deadline", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const fetch = answering(503, { "Retry-After": "1" });

    expect(await failureOf(sendWith({ fetch, timeout: 1000 }).sent)).toMatchObject({ status: 503 });
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});
