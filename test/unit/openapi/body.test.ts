import { describe, expect, it } from "vitest";

import { ConfigurationError } from "../../../src/engine/errors.js";
import { setsOwnType, writeBody } from "../../../src/openapi/body.js";

describe("a body", () => {
  it.each<[type: string, body: unknown, text: string]>([
    ["application/json", { a: [1] }, '{"a":[1]}'],
    ["application/json; charset=utf-8", "a", '"a"'],
    ["application/vnd.api+json ;x", 5, "5"],
    ["TEXT/JSON", null, "null"],
    ["text/plain", "hello", "hello"],
    ["application/json5", "hello", "hello"],
    ["x; y=/json", "hello", "hello"],
    ["application/octet-stream", new TextEncoder().encode("hi"), "hi"],
    ["application/octet-stream", new TextEncoder().encode("-hi-").subarray(1, 3), "hi"],
    ["application/octet-stream", new TextEncoder().encode("hi").buffer, "hi"],
    ["image/png", new Blob(["png"]), "png"],
    ["text/plain", new URLSearchParams({ a: "1 2" }), "a=1+2"],
    [
      "application/x-www-form-urlencoded; charset=utf-8",
      { a: "1 &", b: ["x", 5], c: { d: 1 }, e: [] },
      "a=1+%26&b=x&b=5&c=%7B%22d%22%3A1%7D",
    ],
  ])("of %s may be %o", async (type, body, text) => {
    expect(await new Response(writeBody("post", type, body)).text()).toBe(text);
  });

  it("that is a form already goes as it is", () => {
    const form = new FormData();

    expect(writeBody("post", "multipart/form-data", form)).toBe(form);
    expect(writeBody("post", "text/plain", form)).toBe(form);
  });

  it("of several parts is a form of texts, JSON and files", () => {
    const file = new File(["data"], "f.txt");
    const body = { name: "n", meta: { a: 1 }, list: ["x", 5], file, no: undefined };

    const form = writeBody("post", "multipart/mixed", body) as FormData;

    expect([...form.keys()]).toEqual(["name", "meta", "list", "list", "file"]);
    expect([...form.values()].slice(0, 4)).toEqual(["n", '{"a":1}', "x", "5"]);
    expect(form.get("file")).toMatchObject({ name: "f.txt", size: 4 });
  });

  it.each<[type: string, body: unknown]>([
    ["multipart/form-data", "name=n"],
    ["multipart/form-data", null],
    ["application/x-www-form-urlencoded", ["name"]],
    ["application/x-www-form-urlencoded", 5],
  ])("of %s may not be %j", (type, body) => {
    expect(() => writeBody("post", type, body)).toThrow(
      new ConfigurationError("post: body must be an object of fields by name"),
    );
  });

  it.each([{ a: 1 }, 5, null, ["x"]])("of an image may not be %j", (body) => {
    expect(() => writeBody("post", "image/png", body)).toThrow(
      new ConfigurationError(
        "post: body must be a string, a Blob, an ArrayBuffer or a view of one for image/png",
      ),
    );
  });
});

it.each<[type: string, body: unknown, problem: string]>([
  ["application/json", 1n, 'argument "body" cannot be written as JSON'],
  ["multipart/form-data", { a: { b: 1n } }, 'field "a" cannot be written as JSON'],
  ["application/x-www-form-urlencoded", { a: () => 1 }, 'field "a" cannot be written as JSON'],
])("a body of %s may not be %o", (type, body, problem) => {
  expect(() => writeBody("post", type, body)).toThrow(new ConfigurationError(`post: ${problem}`));
});

it("only the platform knows the type of a form", () => {
  expect([new FormData(), new URLSearchParams(), "text"].map(setsOwnType)).toEqual([
    true,
    false,
    false,
  ]);
});
