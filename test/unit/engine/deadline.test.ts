import { getEventListeners } from "node:events";
import { afterEach, describe, expect, it, vi } from "vitest";

import type { Call } from "../../../src/engine/call.js";
import { pause, withDeadline } from "../../../src/engine/deadline.js";
import { TimeoutError, type Phase } from "../../../src/engine/errors.js";
import { failureOf } from "../../support/failure-of.js";
import { callOf } from "./support/call.js";

const never = () => new Promise<never>(() => undefined);
const callWith = (signal?: AbortSignal, timeout = 60_000) =>
  callOf({ options: { signal, timeout } });

/** Counts the timers that keep the process alive. */
const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

afterEach(() => void vi.useRealTimers());

describe("withDeadline", () => {
  it("returns what the task returns, and leaves neither timer nor listener", async () => {
    const { signal } = new AbortController();
    const call = callWith(signal);
    const before = timers();

    expect(await withDeadline(call, () => Promise.resolve("done"))).toBe("done");
    expect(timers()).toBe(before);
    expect(getEventListeners(signal, "abort")).toEqual([]);
    expect(call.isOver()).toBe(true);
  });

  it.each([new Error("own"), null, 0, "", undefined])(
    "rejects with the task's own error: %s",
    async (thrown) => {
      const { signal } = new AbortController();
      const call = callWith(signal);
      const before = timers();

      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- any value
      const failure = await failureOf(withDeadline(call, () => Promise.reject(thrown)));
      expect(failure).toBe(thrown);
      expect(timers()).toBe(before);
      expect(getEventListeners(signal, "abort")).toEqual([]);
      expect(call.isOver()).toBe(true);
    },
  );

  it.each([new Error("own"), null, 0, "", false])(
    "rejects with the signal's reason and aborts the task: %s",
    async (reason) => {
      const controller = new AbortController();
      const call = callWith(controller.signal);
      call.leave = vi.fn();
      const failure = failureOf(withDeadline(call, never));
      controller.abort(reason);

      expect(await failure).toBe(reason);
      expect(getEventListeners(controller.signal, "abort")).toEqual([]);
      expect(call.leave).toHaveBeenCalledExactlyOnceWith(reason);
      expect(call.isOver()).toBe(true);
    },
  );

  it("does not start the task if the signal is already aborted", async () => {
    const call = callWith(AbortSignal.abort("early"));
    const before = timers();
    const task = vi.fn(never);

    expect(await failureOf(withDeadline(call, task))).toBe("early");
    expect(task).not.toHaveBeenCalled();
    expect(timers()).toBe(before);
    expect(call.isOver()).toBe(true);
  });

  it("ends all calls that share a signal, with one listener", async () => {
    const controller = new AbortController();
    const run = (task: () => Promise<string>) => withDeadline(callWith(controller.signal), task);
    await run(() => Promise.resolve("done"));
    const two = [1, 2].map(() => failureOf(run(never)));
    await run(() => Promise.resolve("done"));

    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    controller.abort("enough");
    expect(await Promise.all(two)).toEqual(["enough", "enough"]);
  });

  it("ends a task that ignores the deadline", async () => {
    vi.useFakeTimers();
    const { signal } = new AbortController();
    const call = callWith(signal, 20);
    call.leave = vi.fn();
    const failure = failureOf(withDeadline(call, never));
    vi.advanceTimersByTime(19);
    expect(call.isOver()).toBe(false);
    vi.advanceTimersByTime(1);

    expect(await failure).toBeInstanceOf(TimeoutError);
    // The reason is not the error itself, because the platform's fetch would replace its stack.
    expect(call.leave).toHaveBeenCalledExactlyOnceWith(expect.any(DOMException));
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("can be stopped from outside", async () => {
    const call = callWith();
    const before = timers();
    const failure = failureOf(withDeadline(call, never));
    call.stop?.("stopped");

    expect(await failure).toBe("stopped");
    expect(timers()).toBe(before);
  });

  it("sets no timer for Infinity, and accepts the longest delay of timers", async () => {
    const before = timers();

    expect(await withDeadline(callWith(undefined, Infinity), () => Promise.resolve(timers()))).toBe(
      before,
    );
    const call = callWith(undefined, 2 ** 31 - 1);
    expect(
      await withDeadline(call, () => new Promise((resolve) => setTimeout(resolve, 5, 1))),
    ).toBe(1);
    expect(timers()).toBe(before);
  });
});

describe("the error of a timeout", () => {
  const timeoutOf = async (phase: Phase, route: string, change?: (call: Call) => void) => {
    const call = callOf({ entry: { route }, options: { timeout: 1 } });
    call.phase = phase;
    change?.(call);
    return failureOf(withDeadline(call, never));
  };

  it.each<[phase: Phase, route: string, outcome: string, retryable: boolean]>([
    ["middleware", "POST /x", "not-sent", true],
    ["credential", "POST /x", "not-sent", true],
    ["request", "POST /x", "unknown", false],
    ["request", "GET /x", "unknown", true],
    ["body", "POST /x", "unknown", false],
    ["body", "PUT /x", "unknown", true],
    ["pause", "POST /x", "not-sent", true],
  ])("in the phase %s of %s has the outcome %s", async (phase, route, outcome, retryable) => {
    const failure = await timeoutOf(phase, route, (call) => (call.attempts = 2));

    expect(failure).toMatchObject({
      ...{ name: "TimeoutError", timeout: 1, phase, outcome, retryable, attempts: 2 },
      ...{ operationId: "GetIt", url: "https://host/api/x" },
      message: `getIt failed: no response within 1 ms (${phase}); ${route.split(" ")[0]} https://host/api/x`,
    });
  });

  it.each(["credential", "pause"] as const)(
    "in the phase %s keeps the outcome of earlier attempts",
    async (phase) => {
      expect(await timeoutOf(phase, "POST /x", (call) => (call.outcome = "unknown"))).toMatchObject(
        {
          ...{ outcome: "unknown", retryable: false },
        },
      );
    },
  );
});

describe("pause", () => {
  it("waits for the delay", async () => {
    vi.useFakeTimers();
    const done = vi.fn();
    void pause(callWith(), 100).then(done);

    await vi.advanceTimersByTimeAsync(99);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toHaveBeenCalled();
  });

  it("ends when the caller aborts, and leaves no timer", async () => {
    const call = callWith();
    const before = timers();
    const paused = pause(call, 60_000);
    call.leave?.("enough");

    await paused;
    expect(timers()).toBe(before);
  });
});
