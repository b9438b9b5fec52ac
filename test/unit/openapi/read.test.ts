import { expect, it } from "vitest";

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
