import { afterEach, describe, expect, it, vi } from "vitest";

import { readBody, readErrorText } from "../../../src/engine/body.js";
import type { Call } from "../../../src/engine/call.js";
import { callOf } from "./support/call.js";

const mebibyte = 1024 * 1024;

const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (body: unknown) => new TextDecoder().decode(body as Uint8Array);

/** Reads a body. Returns its bytes, or the reason why they are not complete. */
async function read(call: Call, response: Response, limit: number) {
  const { problem, bytes } = await readBody(call, response, limit, undefined);
  return problem ?? bytes;
}

/** Creates a response whose body has these chunks, and then stays open if there is an `end`. */
function responseOf(
  chunks: readonly Uint8Array<ArrayBuffer>[],
  end: "close" | "stall" | "break" = "close",
) {
  const cancel = vi.fn();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      if (end === "close") controller.close();
    },
    pull(controller) {
      if (end === "break") controller.error(new TypeError("terminated"));
    },
    cancel,
  });
  return { response: new Response(body), cancel };
}

/** Creates a response of another library, whose body is missing or not a web stream. */
const responseOfOtherLibrary = (body: unknown, text: string) =>
  ({ body, bodyUsed: false, text: () => Promise.resolve(text) }) as unknown as Response;

async function usedResponse(): Promise<Response> {
  const response = new Response("read");
  await response.text();
  return response;
}

function lockedResponse(): Response {
  const response = new Response("locked");
  response.body?.getReader();
  return response;
}

describe("readBody", () => {
  it.each<[what: string, chunks: readonly string[], text: string]>([
    ["no chunk", [], ""],
    ["one chunk", ["aü"], "aü"],
    ["several chunks", ["a", "bc", "", "d"], "abcd"],
    ["empty chunks before others", ["", "", "a", "b"], "ab"],
    ["many chunks of a byte", Array.from("abcdefghi"), "abcdefghi"],
  ])("joins %s", async (_, chunks, text) => {
    expect(textOf(await read(callOf(), responseOf(chunks.map(bytes)).response, 10))).toBe(text);
  });

  it("returns no bytes if there is no body", async () => {
    expect(await read(callOf(), new Response(null), 0)).toEqual(new Uint8Array(0));
  });

  it.each<[what: string, body: unknown]>([
    ["node-fetch, whose stream is of another kind", { pipe: () => undefined }],
    ["React Native, which has no stream", undefined],
  ])("reads the text of %s", async (_, body) => {
    expect(textOf(await read(callOf(), responseOfOtherLibrary(body, "aü"), 3))).toBe("aü");
    expect(await read(callOf(), responseOfOtherLibrary(body, "aü"), 2)).toBe("large");
  });

  it("reports that the body was read, or is being read", async () => {
    expect(await read(callOf(), await usedResponse(), 10)).toBe("used");
    expect(await read(callOf(), lockedResponse(), 10)).toBe("used");
  });

  it("reports a body that was read in part", async () => {
    const { response } = responseOf([bytes("abc"), bytes("d")]);
    const reader = response.body?.getReader();
    await reader?.read();
    reader?.releaseLock();

    expect(await read(callOf(), response, 10)).toBe("used");
  });

  it("reports a body that cannot be accessed", async () => {
    const response = Object.defineProperty(new Response("x"), "body", {
      get: () => {
        throw new RangeError("hostile");
      },
    });

    expect(await read(callOf(), response, 10)).toBe("used");
  });

  it("stops at the chunk that exceeds the limit, and cancels the stream", async () => {
    const { response, cancel } = responseOf([bytes("abc"), bytes("d"), bytes("e")], "stall");

    expect(await read(callOf(), response, 3)).toBe("large");
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  it("accepts a body that is exactly as long as the limit", async () => {
    const { response, cancel } = responseOf([bytes("abc"), bytes("d")]);

    expect(textOf(await read(callOf(), response, 4))).toBe("abcd");
    expect(cancel).not.toHaveBeenCalled();
  });

  it("does not wait for a stream that cannot be cancelled", async () => {
    const { response, cancel } = responseOf([bytes("abc")], "stall");
    cancel.mockReturnValue(new Promise(() => undefined));

    expect(await read(callOf(), response, 1)).toBe("large");
  });

  it("ignores an error when it cancels a stream", async () => {
    const { response, cancel } = responseOf([bytes("abc")], "stall");
    cancel.mockRejectedValue(new Error("no"));

    expect(await read(callOf(), response, 1)).toBe("large");
  });

  it("returns the platform's error if the connection breaks", async () => {
    const { response } = responseOf([bytes("abc")], "break");

    expect(await readBody(callOf(), response, 10, "json")).toMatchObject({
      ...{ problem: "broken", size: 3, error: new TypeError("terminated") },
    });
  });

  it("reports chunks that are not bytes", async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue("text");
      },
    });

    expect(await readBody(callOf(), new Response(body), 10, "json")).toMatchObject({
      ...{ problem: "broken", error: new TypeError("a chunk of the body is not bytes") },
    });
  });

  it("lets timers fire between buffered chunks, and ends with the call", async () => {
    let pulls = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        // With an endless body, the test would never fail.
        if (++pulls > 100_000) controller.close();
        else controller.enqueue(new Uint8Array(0));
      },
    });
    const call = callOf();
    setTimeout(() => (call.hasEnded = true));

    await read(call, new Response(body), 10);

    expect(pulls).toBeLessThan(100_000);
  });

  it("continues until the call ends", async () => {
    const chunks = Array.from({ length: 1001 }, () => bytes("a"));

    expect(await read(callOf(), responseOf(chunks).response, 2000)).toHaveLength(1001);
  });
});

describe("readErrorText", () => {
  afterEach(() => void vi.useRealTimers());

  it("decodes the text, and replaces what is not UTF-8", async () => {
    const { response } = responseOf([bytes("aü"), bytes("ü").slice(0, 1)]);

    expect(await readErrorText(callOf(), response)).toBe("aü\ufffd");
  });

  it.each([[usedResponse], [lockedResponse]])(
    "reports that the body was read: %o",
    async (make) => {
      expect(await readErrorText(callOf(), await make())).toBe(
        "[the body was already read by the option fetch or by middleware]",
      );
    },
  );

  it("reads a whole mebibyte, and cuts a longer body", async () => {
    const one = responseOf([new Uint8Array(mebibyte)]);
    const more = responseOf([new Uint8Array(mebibyte), bytes("x"), bytes("y")]);

    expect(await readErrorText(callOf(), one.response)).toHaveLength(mebibyte);
    const text = await readErrorText(callOf(), more.response);
    expect(text.slice(mebibyte)).toBe("x… (cut after 1048576 bytes)");
  });

  it("masks the beginning of a secret at the cut", async () => {
    const call = callOf();
    call.credentials.push("canary-token");
    const { response } = responseOf([new Uint8Array(mebibyte), bytes("a can")]);

    expect((await readErrorText(call, response)).slice(mebibyte)).toBe(
      "a ***… (cut after 1048576 bytes)",
    );
  });

  it("marks where the body was cut off", async () => {
    const { response } = responseOf([bytes("abc")], "break");

    expect(await readErrorText(callOf(), response)).toBe("[the body broke off after 3 bytes]");
  });

  it("reports a missing body if another library's text() fails", async () => {
    const response = responseOfOtherLibrary(undefined, "");
    response.text = () => Promise.reject(new Error("no"));

    expect(await readErrorText(callOf(), response)).toBe("[the body broke off after 0 bytes]");
  });

  it("waits five seconds for a body that stalls, and cancels it", async () => {
    vi.useFakeTimers();
    const { response, cancel } = responseOf([bytes("abc")], "stall");
    cancel.mockRejectedValue(new Error("no"));
    const done = vi.fn();
    const reading = readErrorText(callOf(), response).then(done);

    await vi.advanceTimersByTimeAsync(4999);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await reading;

    expect(done).toHaveBeenCalledWith("[the body broke off after 3 bytes]");
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  it("waits half of the call's remaining time, if that is shorter", async () => {
    vi.useFakeTimers();
    const { response } = responseOf([], "stall");
    const done = vi.fn();
    const reading = readErrorText(callOf({ options: { timeout: 1000 } }), response).then(done);

    await vi.advanceTimersByTimeAsync(499);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await reading;

    expect(done).toHaveBeenCalledTimes(1);
  });

  it("leaves no timer", async () => {
    vi.useFakeTimers();

    await readErrorText(callOf(), new Response(null));

    expect(vi.getTimerCount()).toBe(0);
  });
});
