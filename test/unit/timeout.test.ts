import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { longestTimeout, pause, timedOut, withDeadline } from "../../src/timeout.js";
import { failureOf } from "../support/failure-of.js";

/** `Promise.withResolvers`, which Node 20 lacks. */
function settleable() {
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<never>((_, refuse) => (reject = refuse));
  return { promise, reject };
}

const never = () => new Promise<never>(() => undefined);

/** Timers that keep the process alive. */
const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

describe("withDeadline", () => {
  it("gives what the task gives, and leaves neither timer nor listener", async () => {
    const { signal } = new AbortController();
    const before = timers();

    expect(await withDeadline(60_000, signal, () => Promise.resolve("done"))).toBe("done");
    expect(timers()).toBe(before);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it.each([new Error("own"), null, 0, "", undefined])(
    "fails with what the task fails with: %s",
    async (thrown) => {
      const { signal } = new AbortController();
      const before = timers();

      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- any value
      const failure = await failureOf(withDeadline(60_000, signal, () => Promise.reject(thrown)));
      expect(failure).toBe(thrown);
      expect(timers()).toBe(before);
      expect(getEventListeners(signal, "abort")).toEqual([]);
    },
  );

  it("ends a task that ignores its signal when the time is up", async () => {
    const { signal } = new AbortController();

    expect(await failureOf(withDeadline(1, signal, never))).toBe(timedOut);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it.each([new Error("own"), null, 0, "", false])(
    "ends a task with the signal's own reason: %s",
    async (reason) => {
      const controller = new AbortController();
      const failure = failureOf(withDeadline(60_000, controller.signal, never));
      controller.abort(reason);

      expect(await failure).toBe(reason);
      expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    },
  );

  it.each([null, 0, ""])(
    "gives the reason %j also where the task fails over it",
    async (reason) => {
      const controller = new AbortController();
      const failure = failureOf(
        withDeadline(60_000, controller.signal, (signal) => {
          const { promise, reject } = settleable();
          signal.addEventListener("abort", () => reject(new Error("the task's own")));
          return promise;
        }),
      );
      controller.abort(reason);

      expect(await failure).toBe(reason);
    },
  );

  it("ends each of the tasks that share a signal, also after one of them", async () => {
    const controller = new AbortController();
    await withDeadline(60_000, controller.signal, () => Promise.resolve("done"));
    const two = [1, 2].map(() => failureOf(withDeadline(60_000, controller.signal, never)));
    await withDeadline(60_000, controller.signal, () => Promise.resolve("done"));
    controller.abort("enough");

    expect(await Promise.all(two)).toEqual(["enough", "enough"]);
  });

  it("does not begin the task where the signal has aborted before", async () => {
    let begun = false;
    const failure = await failureOf(
      withDeadline(60_000, AbortSignal.abort("early"), () => {
        begun = true;
        return never();
      }),
    );

    expect(failure).toBe("early");
    expect(begun).toBe(false);
  });

  it("tells the task by its signal, with the same reason", async () => {
    let seen: AbortSignal | undefined;
    await failureOf(withDeadline(1, undefined, (signal) => ((seen = signal), never())));

    expect(seen?.reason).toBe(timedOut);
  });

  it("sets no timer for Infinity, and takes the longest that timers keep", async () => {
    const before = timers();
    const within = await withDeadline(Infinity, undefined, () => Promise.resolve(timers()));
    expect(within).toBe(before);

    const { signal } = new AbortController();
    await withDeadline(longestTimeout, undefined, () => pause(1, signal));
    expect(timers()).toBe(before);
  });
});

describe("pause", () => {
  it("ends with the signal's own reason, and leaves no timer", async () => {
    const controller = new AbortController();
    const before = timers();
    const failure = failureOf(pause(60_000, controller.signal));
    controller.abort(0);

    expect(await failure).toBe(0);
    expect(timers()).toBe(before);
  });

  it("leaves no listener: there may be many within one call", async () => {
    const { signal } = new AbortController();

    for (let round = 0; round < 12; round++) await pause(0, signal);

    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("does not begin where the signal has aborted before", async () => {
    expect(await failureOf(pause(60_000, AbortSignal.abort("early")))).toBe("early");
  });
});
