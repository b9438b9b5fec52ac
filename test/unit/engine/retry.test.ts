import { describe, expect, it } from "vitest";

import {
  delayBefore,
  isIdempotent,
  isTransient,
  parseRetryAfter,
} from "../../../src/engine/retry.js";

describe("delayBefore", () => {
  it.each([
    { attempt: 1, random: 1, wanted: 300 },
    { attempt: 2, random: 1, wanted: 600 },
    { attempt: 3, random: 1, wanted: 1200 },
    { attempt: 1, random: 0.5, wanted: 150 },
    { attempt: 1, random: 0, wanted: 0 },
    { attempt: 8, random: 1, wanted: 30_000 },
    { attempt: 2000, random: 1, wanted: 30_000 },
  ])("is $wanted ms after attempt $attempt at random $random", ({ attempt, random, wanted }) => {
    expect(delayBefore(attempt, undefined, 30_000, random)).toBe(wanted);
  });

  it.each([0, 1000, 90_000])("is the %i ms that the server asked for, without jitter", (asked) => {
    expect(delayBefore(1, asked, 30_000, 0.01)).toBe(asked);
  });

  it("is not longer than maxDelay, even at the first attempt", () => {
    expect(delayBefore(1, undefined, 10, 1)).toBe(10);
  });
});

describe("parseRetryAfter", () => {
  const now = Date.UTC(1994, 10, 6, 8, 49, 7);

  it.each([
    ["0", 0],
    ["120", 120_000],
    ["007", 7000],
    ["9".repeat(400), Number(`${"9".repeat(200)}000`)],
    ["Sun, 06 Nov 1994 08:49:37 GMT", 30_000],
    ["Sunday, 06-Nov-94 08:49:37 GMT", 30_000],
    ["Sun Nov  6 08:49:37 1994", 30_000],
    ["Wed Nov 16 08:49:07 1994", 864_000_000],
    ["Sun, 06 Nov 1994 08:49:07 GMT", 0],
    ["Fri, 06 Nov 1964 08:49:07 GMT", 0],
    ["1 ", 1000],
    ["\t5", 5000],
    ["5, 5", 5000],
    ["5,5 , 5", 5000],
    ["11, 11", 11_000],
    ["Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT", 30_000],
  ])("reads %j as %d ms", (value, wanted) => {
    expect(parseRetryAfter(value, now)).toBe(wanted);
  });

  it.each([
    null,
    "",
    " ",
    "1, 2",
    "1, 1, 2",
    "1 1",
    ", 1",
    "soon",
    "-1",
    "+1",
    "1.5",
    "1e3",
    "0x10",
    "10 s",
    "1994-11-06T08:49:37Z",
    "06 Nov 1994 08:49:37 GMT",
    "5, 51",
    "15, 5",
    "Sun, 06 Nov 1994 08:49:37",
    "Sun, 06 Nov 1994 08:49:37 PST",
    "Sun, 06 Nov 1994 08:49:37 +0000",
    "Sun, 06 Nov 94 08:49:37 GMT",
    "Sun, 99 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 88:49:37 GMT",
    "Sun, 06 Foo 1994 08:49:37 GMT",
    "Sun, Nov  6 08:49:37 GMT",
    "Sun Nov  6 08:49:37 GMT",
    "Sun 06 Nov 1994 08:49:37 1994",
    "Sunday Nov  6 08:49:37 1994",
    "sun, 06 nov 1994 08:49:37 gmt",
    "Sun, 06 Nov 1994 08:49:37 GMT, 5",
  ])("ignores %j", (value) => {
    expect(parseRetryAfter(value, now)).toBeUndefined();
  });
});

it.each([
  ["GET", true],
  ["HEAD", true],
  ["PUT", true],
  ["DELETE", true],
  ["OPTIONS", true],
  ["POST", false],
  ["PATCH", false],
  ["GETS", false],
  ["WIDGET", false],
])("%s is idempotent: %s", (method, wanted) => {
  expect(isIdempotent(method)).toBe(wanted);
});

it("only 408, 429, 502, 503 and 504 are transient", () => {
  const transient = Array.from({ length: 600 }, (_, status) => status).filter(isTransient);
  expect(transient).toEqual([408, 429, 502, 503, 504]);
});
