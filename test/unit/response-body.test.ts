import { ResponseFormatError } from "datameta-client";
import { describe, expect, it, vi } from "vitest";

import { Call } from "../../src/call.js";
import { resolveOperation, type OperationEntry } from "../../src/operation.js";
import { resolveClientOptions } from "../../src/options.js";
import { isSuccess, parseData, readText as readTextOf } from "../../src/response-body.js";
import { failureOf } from "../support/failure-of.js";

const mebibyte = 1024 * 1024;

/** A call of an operation with these successes. */
function callOf(success?: OperationEntry["success"]): Call {
  const entry = { route: "GET /x", ...(success && { success }) };
  return new Call(
    resolveOperation("get", entry),
    resolveClientOptions({ baseUrl: "https://host" }),
  );
}

/** An answer whose body comes in these pieces. */
function answerOf(pieces: readonly Uint8Array<ArrayBuffer>[], init: ResponseInit = {}): Response {
  const body = new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  return new Response(body, init);
}

const readText = (call: Call, answer: Response, secrets: readonly string[] = []) =>
  readTextOf(call, answer, () => Promise.resolve(secrets));

const bytes = (text: string) => new TextEncoder().encode(text);

describe("readText", () => {
  const umlaut = bytes("ü");

  it.each<[what: string, pieces: readonly Uint8Array<ArrayBuffer>[], headers: HeadersInit]>([
    ["of unknown length", [bytes("aü")], {}],
    ["of known length", [bytes("aü")], { "Content-Length": "3" }],
    ["that is compressed", [bytes("aü")], { "Content-Length": "1", "Content-Encoding": "gzip" }],
    ["whose pieces part a character", [bytes("a"), umlaut.slice(0, 1), umlaut.slice(1)], {}],
  ])("reads a body %s", async (_, pieces, headers) => {
    expect(await readText(callOf(), answerOf(pieces, { headers }))).toBe("aü");
  });

  it("reads nothing where there is no body", async () => {
    expect(await readText(callOf(), new Response(null))).toBe("");
  });

  it.each<[what: string, headers: HeadersInit]>([
    ["of unknown length", {}],
    ["of known length", { "Content-Length": "2" }],
  ])("refuses a body %s that ends amid a character", async (_, headers) => {
    const failure = await failureOf(
      readText(callOf(), answerOf([bytes("a"), umlaut.slice(0, 1)], { headers })),
    );

    expect(failure).toBeInstanceOf(ResponseFormatError);
    expect(failure).toMatchObject({
      message: "Get failed: 200 with a body that is not UTF-8",
      outcome: "unknown",
    });
  });

  it("replaces what is not UTF-8 in an error", async () => {
    const answer = answerOf([umlaut.slice(0, 1)], { status: 502 });

    expect(await readText(callOf(), answer)).toBe("\ufffd");
  });

  it("reads a whole error of up to a mebibyte, and cuts a longer one", async () => {
    const one = answerOf([new Uint8Array(mebibyte)], { status: 502 });
    const more = answerOf([new Uint8Array(mebibyte), bytes("x"), bytes("y")], { status: 502 });

    expect(await readText(callOf(), one)).toHaveLength(mebibyte);
    expect((await readText(callOf(), more)).slice(mebibyte)).toBe("x… (cut after 1048576 bytes)");
  });

  it("leaves out the beginning of a secret at which it cuts", async () => {
    const pieces = [new Uint8Array(mebibyte), bytes("a can"), bytes("ary")];

    const text = await readText(callOf(), answerOf(pieces, { status: 502 }), ["canary"]);

    expect(text.slice(mebibyte)).toBe("a ***… (cut after 1048576 bytes)");
  });

  it("cuts a longer error of known length, too", async () => {
    const headers = { "Content-Length": String(2 * mebibyte) };
    const pieces = [new Uint8Array(mebibyte), bytes("x"), new Uint8Array(mebibyte - 1)];

    const text = await readText(callOf(), answerOf(pieces, { status: 502, headers }));

    expect(text.slice(mebibyte)).toBe("x… (cut after 1048576 bytes)");
  });

  it.each<[what: string, headers: HeadersInit]>([
    ["of unknown length", {}],
    ["of known length", { "Content-Length": String(144 * mebibyte) }],
  ])("gives up a success %s beyond 128 MiB, before it is all there", async (_, headers) => {
    const piece = new Uint8Array(16 * mebibyte);
    const pull = vi.fn((controller: ReadableStreamDefaultController) => {
      if (pull.mock.calls.length > 12) controller.close();
      else controller.enqueue(piece);
    });
    const answer = new Response(new ReadableStream({ pull }), { headers });

    expect(await failureOf(readText(callOf(), answer))).toMatchObject({
      message: "Get failed: 200 with a body of more than 134217728 bytes",
    });
    // The ninth is beyond, and another one may be on its way.
    expect(pull.mock.calls.length).toBeLessThanOrEqual(10);
  });

  it("reads a success that is longer than any error", async () => {
    const answer = answerOf([new Uint8Array(mebibyte), bytes("x"), bytes("y")]);

    expect((await readText(callOf(), answer)).slice(mebibyte)).toBe("xy");
  });
});

it.each([
  [0, false],
  [199, false],
  [200, true],
  [299, true],
  [300, false],
  [307, true],
  [400, false],
])("the status %d is a success: %s", (status, wanted) => {
  const operation = resolveOperation("get", { route: "GET /x", success: { 307: "json" } });

  expect(isSuccess(operation, status)).toBe(wanted);
});

describe("a page where no body is due", () => {
  const parsing = (status: number, type: string, page: string) => () =>
    parseData(
      callOf({ 200: "empty", 204: "empty" }),
      new Response(null, { status, headers: { "Content-Type": type } }),
      page,
    );

  it("is refused where it is not the server's", () => {
    expect(parsing(200, "text/html", "<h1>Sign in</h1>")).toThrow(ResponseFormatError);
  });

  it.each([
    [200, "text/html", "<title>200 OK</title>"],
    [204, "text/html", ""],
    [200, "application/x-text/html", "{}"],
  ])("is no matter: a %d with %s and %j", (status, type, page) => {
    expect(parsing(status, type, page)()).toBeUndefined();
  });
});

describe("parseData", () => {
  const json = { "Content-Type": "application/json" };
  const parse = (success: OperationEntry["success"], text: string, init: ResponseInit) =>
    parseData(callOf(success), new Response(null, init), text);

  it.each<[success: OperationEntry["success"], status: number, text: string, data: unknown]>([
    [{ 200: "json" }, 200, "[1]", [1]],
    [{ 200: "json" }, 201, "[1]", [1]],
    [{ 200: "text" }, 200, "[1]", "[1]"],
    [{ 200: "text" }, 200, "", ""],
    [{ 200: "empty" }, 200, "[1]", undefined],
    [{ 204: "empty" }, 200, "", undefined],
    [{ 204: "empty" }, 200, "[1]", [1]],
  ])("where %j is documented, %d with %j is %j", (success, status, text, data) => {
    expect(parse(success, text, { status, headers: json })).toEqual(data);
  });

  it.each(["application/json; charset=utf-8", "application/json ;x", "Application/Problem+JSON"])(
    "takes %s for JSON",
    (type) => {
      expect(parse(undefined, "[1]", { headers: { "Content-Type": type } })).toEqual([1]);
    },
  );

  const due = "where JSON is due; is there a proxy between?";
  it.each<[headers: HeadersInit, text: string, problem: string]>([
    [json, "", "an empty body, where JSON is due"],
    [json, '{"token": "canary', "a body of 17 characters that is not JSON, or was cut"],
    [{ "Content-Type": "text/html; charset=canary" }, "<", `a body of text/html, ${due}`],
    [{ "Content-Type": "text/html;application/json" }, "[]", `a body of text/html, ${due}`],
    [{ "Content-Type": "x-application/json" }, "[]", `a body of no known type, ${due}`],
    [{ "Content-Type": "application/jsonl" }, "[]", `a body of no known type, ${due}`],
    [{ "Content-Type": "application/a;+json" }, "[]", `a body of no known type, ${due}`],
    [{ "Content-Type": "x/text/html" }, "<", `a body of no known type, ${due}`],
    [{ "Content-Type": "text/canary" }, "<", `a body of no known type, ${due}`],
    [{ "Content-Type": ";canary/html" }, "<", `a body of no known type, ${due}`],
    [{}, "<", `a body of no known type, ${due}`],
  ])("refuses %j %j", (headers, text, problem) => {
    const parsing = () => parse(undefined, text, { headers });

    expect(parsing).toThrow(ResponseFormatError);
    expect(parsing).toThrow(
      expect.objectContaining({ message: `Get failed: 200 with ${problem}` }),
    );
  });
});
