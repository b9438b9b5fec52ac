import { describe, expect, it } from "vitest";

import { ConfigurationError } from "../../../src/engine/errors.js";
import { writeBody } from "../../../src/openapi/body.js";

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
    expect(await new Response(writeBody("post", type, body).body).text()).toBe(text);
  });

  it("that is a form is sent unchanged, but not as another media type", () => {
    const form = new FormData();

    expect(writeBody("post", "multipart/form-data", form)).toEqual({ body: form });
    expect(() => writeBody("post", "multipart/mixed", form)).toThrow(ConfigurationError);
  });

  it("of texts and files becomes the platform's FormData", () => {
    const file = new File(["data"], "f.txt");
    const body = { name: "n", list: ["x", 5], file, no: undefined, none: null };

    const form = writeBody("post", "multipart/form-data", body).body as FormData;

    expect([...form.keys()]).toEqual(["name", "list", "list", "file"]);
    expect([...form.values()].slice(0, 3)).toEqual(["n", "x", "5"]);
    expect(form.get("file")).toMatchObject({ name: "f.txt", size: 4 });
  });

  it("contains objects as parts with JSON, which are not files", async () => {
    const body = { meta: { a: 1 }, tags: ["x"], file: new File(["data"], 'f".txt') };
    const encoding = {
      tags: { contentType: "application/json" },
      file: { contentType: "image/png" },
    };

    const { body: sent, type } = writeBody("post", "multipart/form-data", body, encoding);

    const boundary = type?.split("boundary=")[1] ?? "";
    const parts = (await new Response(sent).text()).split(`--${boundary}`);
    expect(parts.slice(1, -1).map((part) => part.trim().split("\r\n"))).toEqual([
      [
        'Content-Disposition: form-data; name="meta"',
        "Content-Type: application/json",
        "",
        '{"a":1}',
      ],
      [
        'Content-Disposition: form-data; name="tags"',
        "Content-Type: application/json",
        "",
        '["x"]',
      ],
      [
        'Content-Disposition: form-data; name="file"; filename="f%22.txt"',
        ...["Content-Type: image/png", "", "data"],
      ],
    ]);
  });

  it("of another multipart type has parts without names", async () => {
    const { body, type } = writeBody("post", "multipart/mixed", { meta: { a: 1 } });

    expect(type).toMatch(/^multipart\/mixed; boundary=/);
    expect(await new Response(body).text()).toMatch(
      /^--\S+\r\nContent-Type: application\/json\r\n\r\n\{"a":1\}\r\n--/,
    );
  });

  it("of any type has the type of the value", () => {
    const png = new Blob(["x"], { type: "image/png" });
    const bodies = [png, new Blob(["x"]), "text", { a: 1 }];

    expect(bodies.map((body) => writeBody("post", "*/*", body).type)).toEqual([
      "image/png",
      ...["application/octet-stream", "text/plain;charset=UTF-8", "application/json"],
    ]);
  });

  it.each<[encoding: object, field: unknown, sent: string]>([
    [{ style: "deepObject" }, { order: "1", no: undefined }, "f%5Border%5D=1"],
    [{ style: "form", explode: false }, ["a", "b,"], "f=a,b%2C"],
    [{ style: "form" }, { a: "1" }, "a=1"],
    [{ contentType: "application/json" }, ["a b"], "f=%5B%22a+b%22%5D"],
    [{}, undefined, ""],
  ])("is a form whose field %j of %j is %s", (encoding, field, sent) => {
    const type = "application/x-www-form-urlencoded";

    expect(writeBody("post", type, { f: field }, { f: encoding }).body).toBe(sent);
  });

  it.each<[type: string, body: unknown]>([
    ["multipart/form-data", "name=n"],
    ["multipart/form-data", null],
    ["application/x-www-form-urlencoded", ["name"]],
    ["application/x-www-form-urlencoded", 5],
  ])("of %s must not be %j", (type, body) => {
    expect(() => writeBody("post", type, body)).toThrow(
      new ConfigurationError("post: body must be an object of fields by name"),
    );
  });

  it.each([{ a: 1 }, 5, null, ["x"]])("of an image must not be %j", (body) => {
    expect(() => writeBody("post", "image/png", body)).toThrow(
      new ConfigurationError(
        "post: body must be a string, a Blob, an ArrayBuffer or a view of one for image/png",
      ),
    );
  });
});

it.each<[type: string, body: unknown, problem: string]>([
  ["application/json", 1n, 'post: argument "body" cannot be written as JSON'],
  ["multipart/form-data", { a: { b: 1n } }, 'part "a" cannot be written as JSON'],
  ["application/x-www-form-urlencoded", { a: { b: 1n } }, 'field "a" cannot be written as JSON'],
])("a body of %s may not be %o", (type, body, problem) => {
  expect(() => writeBody("post", type, body)).toThrow(new ConfigurationError(problem));
});
