import { expect, it } from "vitest";

import { isJson } from "../../../src/engine/media-type.js";

it.each([
  ["application/json", true],
  ["text/json", true],
  ["Application/JSON; charset=utf-8", true],
  [" application/json ;x", true],
  ["application/problem+json", true],
  ["image/vnd.x+json;a=b", true],
  ["", false],
  ["application/jsonl", false],
  ["application/json5", false],
  ["x-application/json", false],
  ["text/html;application/json", false],
  ["text/html; a/b+json", false],
  ["application/+json", false],
  ["application/a;+json", false],
  ["/a+json", false],
  ["text/plain", false],
])("isJson(%j) is %s", (mediaType, wanted) => {
  expect(isJson(mediaType)).toBe(wanted);
});
