import { describe, expect, it } from "vitest";

import { createOpenApiClient } from "datameta-client/openapi";
import { failureOf } from "../../support/failure-of.js";

const api = {
  operations: {
    events: { route: "GET /events", success: { 200: "events" } },
    lines: { route: "GET /lines", success: { 200: "lines" } },
  },
  ...{ defaultErrors: [], defaultIdentifiers: {}, defaultSchemes: [], securitySchemes: {} },
  servers: [],
};

type Name = keyof typeof api.operations;

/** Reads a stream to its end. Each chunk is available at once. */
async function read(name: Name, chunks: Iterable<string>, options: object = {}) {
  const iterator = chunks[Symbol.iterator]();
  const body = new ReadableStream({
    pull(controller) {
      const next = iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(new TextEncoder().encode(next.value));
    },
  });
  const client = createOpenApiClient<object, never>(api as never, {
    baseUrl: "https://host",
    fetch: () => Promise.resolve(new Response(body)),
    ...options,
  }) as unknown as Record<Name, () => Promise<AsyncIterable<unknown>>>;
  const values: unknown[] = [];
  for await (const value of await client[name]()) values.push(value);
  return values;
}

function* forever(chunk: string) {
  for (;;) yield chunk;
}

it.each(["\n", "\r", "\r\n"])("reads events whose lines end with %j", async (ending) => {
  const text = ["id: 1", "event: a", "data: x", "data: y", "", "data: z", "", ""].join(ending);
  const events = [
    { event: "a", data: "x\ny", id: "1" },
    { event: "message", data: "z", id: "1" },
  ];

  expect(await read("events", [text])).toEqual(events);
  expect(await read("events", Array.from(text))).toEqual(events);
});

it("reads values from lines that arrive in any chunks", async () => {
  const text = '{"a":1}\r\n\u001e[2]\n\n"ü"';

  expect(await read("lines", [text])).toEqual([{ a: 1 }, [2], "ü"]);
  expect(await read("lines", Array.from(text))).toEqual([{ a: 1 }, [2], "ü"]);
});

it.each<[what: string, name: Name, chunk: string, problem: string]>([
  ["a line without an end", "lines", "x", "a line has more than 100 characters"],
  ["an event of a long line", "events", "data: x", "a line has more than 100 characters"],
  ["an event of many lines", "events", "data: x\n", "an event has more than 100 characters"],
])("stops at the size limit in %s", async (_, name, chunk, problem) => {
  const error = await failureOf(read(name, forever(chunk), { maxResponseSize: 100 }));

  expect(error).toMatchObject({
    ...{ name: "ResponseFormatError", message: `${name} failed: ${problem}` },
  });
});

it("many events may together have more characters than the limit", async () => {
  const chunks = Array.from({ length: 50 }, () => "data: x\n\n");

  expect(await read("events", chunks, { maxResponseSize: 10 })).toHaveLength(50);
});

it.each<Name>(["events", "lines"])(
  "an abort ends %s with endless empty chunks, which are always available",
  async (name) => {
    const signal = AbortSignal.timeout(50);

    expect(await failureOf(read(name, forever(""), { signal }))).toBe(signal.reason);
  },
);

describe("a body that cannot be streamed", () => {
  const used = async () => {
    const response = new Response("data: x\n\n");
    await response.text();
    return response;
  };
  const released = async () => {
    const response = new Response("data: x\n\n");
    const reader = response.body?.getReader();
    await reader?.read();
    reader?.releaseLock();
    return response;
  };
  const locked = () => {
    const response = new Response("data: x\n\n");
    response.body?.getReader();
    return Promise.resolve(response);
  };
  const withBody = (body: unknown) => () =>
    Promise.resolve({ status: 200, headers: new Headers(), bodyUsed: false, body } as never);
  const already = "the body was already read by the option fetch. Read a clone() instead.";
  const noStream =
    "the body is not a web stream. Pass a fetch that supports streams, like expo/fetch in React Native.";

  it.each<[what: string, fetch: () => Promise<Response>, problem: string]>([
    ["was read", used, already],
    ["was read in part", released, already],
    ["is locked", locked, already],
    ["is a Node stream, as in node-fetch", withBody({ pipe: () => undefined }), noStream],
    ["is undefined, as in React Native", withBody(undefined), noStream],
  ])("because it %s, throws a ResponseFormatError", async (_, fetch, problem) => {
    const client = createOpenApiClient<object, never>(api as never, {
      ...{ baseUrl: "https://host", fetch, retry: 0 },
    }) as unknown as Record<Name, (options?: object) => Promise<unknown>>;

    for (const [name, options] of [["events"], ["lines"], ["events", { stream: true }]] as const) {
      expect(await failureOf(client[name](options))).toMatchObject({
        ...{ name: "ResponseFormatError", message: `${name} failed: ${problem}` },
        outcome: "unknown",
      });
    }
  });

  it("is not an empty one: the stream is then empty", async () => {
    const client = createOpenApiClient<object, never>(api as never, {
      ...{ baseUrl: "https://host", fetch: () => Promise.resolve(new Response(null)) },
    }) as unknown as Record<Name, () => Promise<AsyncIterable<unknown>>>;
    const values: unknown[] = [];
    for await (const value of await client.events()) values.push(value);

    expect(values).toEqual([]);
  });
});
