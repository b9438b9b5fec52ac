import { describe, expect, it } from "vitest";

import { ConfigurationError } from "../../../src/engine/errors.js";
import type { Parameter } from "../../../src/openapi/operation.js";
import {
  writeCookie,
  writeHeader,
  writePath,
  writeQuery,
} from "../../../src/openapi/parameters.js";

type More = Partial<Parameter>;

const parameter = (more: More = {}): Parameter => ({
  ...{ name: "p", argument: "p", in: "query" },
  ...more,
});

const fields = { a: "1", b: "x y" };
const json = "application/json";

describe("in a path", () => {
  it.each<[more: More, value: unknown, written: string]>([
    [{}, "a/b?ü", "a%2Fb%3F%C3%BC"],
    [{}, 0, "0"],
    [{}, false, "false"],
    [{}, ["1", "2"], "1,2"],
    [{}, fields, "a,1,b,x%20y"],
    [{ explode: true }, fields, "a=1,b=x%20y"],
    [{ style: "label" }, "x/y", ".x%2Fy"],
    [{ style: "label" }, ["1", "2"], ".1,2"],
    [{ style: "label", explode: true }, ["1", "2"], ".1.2"],
    [{ style: "matrix" }, "x/y", ";p=x%2Fy"],
    [{ style: "matrix" }, ["1", "2"], ";p=1,2"],
    [{ style: "matrix", explode: true }, fields, ";a=1;b=x%20y"],
    [{ style: "simple" }, fields, "a,1,b,x%20y"],
    [{ content: json }, { a: "/" }, "%7B%22a%22%3A%22%2F%22%7D"],
    [{ content: "application/problem+json;x" }, "a", "%22a%22"],
    [{ content: "text/json5" }, "a", "a"],
    [{ content: "text/plain" }, "a/b", "a%2Fb"],
    [{}, "...", "..."],
    [{}, ".a", ".a"],
    [{}, "100%", "100%25"],
    [{}, { "../../admin?": "x" }, "..%2F..%2Fadmin%3F,x"],
    [{ style: "matrix", explode: true }, { "a/b": "/" }, ";a%2Fb=%2F"],
    [{ style: "label", explode: true }, { "a/b": "/" }, ".a%2Fb=%2F"],
  ])("%j of %j is %s", (more, value, written) => {
    expect(writePath("get", parameter(more), value)).toBe(written);
  });

  it.each([undefined, null, ""])("%j is missing", (value) => {
    expect(() => writePath("get", parameter({ argument: "id" }), value)).toThrow(
      new ConfigurationError('get: argument "id" is missing or empty'),
    );
  });

  it.each([".", "..", [], ["."], "a\nb", "a\u0010", "a\x7fb"])(
    "%j would change the path",
    (value) => {
      expect(() => writePath("get", parameter({ argument: "id" }), value)).toThrow(
        new ConfigurationError('get: argument "id" would change the path'),
      );
    },
  );
});

describe("in a query", () => {
  it.each<[more: More, value: unknown, written: string]>([
    [{}, "a&b=ü", "p=a%26b%3D%C3%BC"],
    [{}, 0, "p=0"],
    [{ name: "p[ü]" }, "x", "p[%C3%BC]=x"],
    [{ allowReserved: true }, "a/b?c#d", "p=a/b?c%23d"],
    [{ allowReserved: true }, "a%2Fb 100%", "p=a%2Fb%20100%25"],
    [{}, ["1", undefined, null, "2"], "p=1&p=2"],
    [{}, { page: 0, sort: ["a,asc", "b"], no: null }, "page=0&sort=a%2Casc&sort=b"],
    [{}, { at: new Date(0), in: { a: 1 } }, "at=1970-01-01T00%3A00%3A00.000Z&in=%7B%22a%22%3A1%7D"],
    [{}, ["1", "2 3"], "p=1&p=2%203"],
    [{}, [], ""],
    [{ explode: false }, [], ""],
    [{ explode: false }, ["1", "2"], "p=1,2"],
    [{ style: "pipeDelimited" }, ["1", "2"], "p=1|2"],
    [{ style: "spaceDelimited" }, ["1", "2"], "p=1%202"],
    [{ style: "pipeDelimited", explode: true }, ["1", "2"], "p=1&p=2"],
    [{ style: "unheard of", explode: false }, ["1", "2"], "p=1,2"],
    [{}, fields, "a=1&b=x%20y"],
    [{}, { "a&b=": "1&" }, "a%26b%3D=1%26"],
    [{ explode: false }, { "a&b": "1" }, "p=a%26b,1"],
    [{ style: "pipeDelimited" }, { "a&b": "1" }, "p=a%26b|1"],
    [{ explode: false }, fields, "p=a,1,b,x%20y"],
    [{ style: "pipeDelimited" }, fields, "p=a|1|b|x%20y"],
    [{ style: "spaceDelimited" }, fields, "p=a%201%20b%20x%20y"],
    [{ style: "deepObject" }, { a: { "c d": "1&" }, b: ["2"] }, "p[a][c%20d]=1%26&p[b][0]=2"],
    [{ style: "deepObject" }, { a: null, b: undefined, c: 0 }, "p[c]=0"],
    [{ style: "deepObject" }, "x", "p=x"],
    [{ content: json }, { a: 1 }, "p=%7B%22a%22%3A1%7D"],
    [{ content: "text/plain" }, "a b", "p=a%20b"],
    [{ style: "deepObject" }, { "a&]": "1" }, "p[a%26%5D]=1"],
    [{}, false, "p=false"],
  ])("%j of %j is %s", (more, value, written) => {
    expect(writeQuery(parameter(more), value)).toBe(written);
  });
});

describe("in a header", () => {
  it.each<[more: More, value: unknown, written: string]>([
    [{}, "x y", "x y"],
    [{}, 5, "5"],
    [{}, ["1", "2"], "1,2"],
    [{ explode: true }, ["1", "2"], "1,2"],
    [{}, fields, "a,1,b,x y"],
    [{ explode: true }, { ...fields, c: 5 }, "a=1,b=x y,c=5"],
    [{ content: json }, fields, '{"a":"1","b":"x y"}'],
    [{ content: "text/plain" }, 5, "5"],
  ])("%j of %j is %s", (more, value, written) => {
    expect(writeHeader(parameter(more), value)).toBe(written);
  });
});

describe("in a cookie", () => {
  it.each<[more: More, value: unknown, written: string]>([
    [{}, "x;y", "p=x%3By"],
    [{}, ["1", "2;"], "p=1; p=2%3B"],
    [{ explode: false }, ["1", "2;"], "p=1,2%3B"],
    [{}, { ...fields, c: ";" }, "a=1; b=x%20y; c=%3B"],
    [{ explode: false }, { ...fields, c: ";" }, "p=a,1,b,x%20y,c,%3B"],
    [{ content: json }, [1], "p=%5B1%5D"],
    [{ content: "text/plain" }, "a b", "p=a%20b"],
  ])("%j of %j is %s", (more, value, written) => {
    expect(writeCookie(parameter(more), value)).toBe(written);
  });
});

it("a value without a JSON form is rejected", () => {
  expect(() => writeQuery(parameter({ content: json }), 1n)).toThrow(
    new ConfigurationError("the argument cannot be written as JSON"),
  );
});
