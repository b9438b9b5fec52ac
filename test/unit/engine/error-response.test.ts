import { describe, expect, it } from "vitest";

import { errorOf, joinIssues } from "../../../src/engine/error-response.js";
import {
  ApiError,
  ConflictError,
  ForbiddenError,
  GoneError,
  NotFoundError,
  ServerError,
  TooManyRequestsError,
  UnauthorizedError,
  ValidationError,
} from "../../../src/engine/errors.js";
import type { Explanation } from "../../../src/engine/layer.js";
import type { OperationEntry } from "../../../src/engine/operation-entry.js";
import { callOf } from "./support/call.js";

interface Setup extends ResponseInit {
  readonly status: number;
  readonly explanation?: Partial<Explanation>;
  readonly entry?: Partial<OperationEntry>;
  readonly isUncertain?: boolean;
}

/** Creates the error of a response with this body and this explanation. */
function errorWith(body: string, { explanation, entry = {}, isUncertain, ...init }: Setup) {
  const call = callOf({ entry, layer: { explain: () => ({ issues: [], ...explanation }) } });
  call.credentials.push("canary-token");
  call.outcome = isUncertain ? "unknown" : "not-sent";
  call.attempts = 2;
  return errorOf(call, new Response(null, init), body);
}

const teapot = "I'm a Teapot: short and stout";

it.each([
  [400, ValidationError, "Bad Request"],
  [401, UnauthorizedError, "Unauthorized"],
  [403, ForbiddenError, "Forbidden"],
  [404, NotFoundError, "Not Found"],
  [408, ApiError, teapot],
  [409, ConflictError, "Conflict"],
  [410, GoneError, "Gone"],
  [418, ApiError, teapot],
  [429, TooManyRequestsError, "Too Many Requests"],
  [499, ApiError, teapot],
  [500, ServerError, "Internal Server Error"],
  [502, ServerError, "Bad Gateway"],
  [503, ServerError, "Service Unavailable"],
  [504, ServerError, "Gateway Timeout"],
  [599, ServerError, teapot],
])("the error of a %d is a %o and contains %s", (status, type, said) => {
  const error = errorWith("", { status, statusText: teapot });

  expect(error.constructor).toBe(type);
  expect(error.message).toBe(`getIt failed: ${status} ${said}`);
});

it("has the details of the call", () => {
  expect(errorWith("{}", { status: 404 })).toMatchObject({
    ...{ operationId: "GetIt", method: "GET", url: "https://host/api/x", attempts: 2 },
    ...{ status: 404, body: {}, issues: [], retryAfter: undefined },
  });
});

it.each<[status: number, route: string, isUncertain: boolean, outcome: string, retryable: boolean]>(
  [
    [404, "GET /x", false, "rejected", false],
    [404, "GET /x", true, "unknown", false],
    [499, "PUT /x", false, "rejected", false],
    [500, "GET /x", false, "unknown", false],
    [503, "GET /x", false, "unknown", true],
    [503, "POST /x", false, "unknown", false],
    [429, "GET /x", false, "rejected", true],
    [429, "POST /x", false, "rejected", false],
  ],
)("a %d of %s (uncertain: %s) is %s", (status, route, isUncertain, outcome, retryable) => {
  expect(errorWith("", { status, entry: { route }, isUncertain })).toMatchObject({
    ...{ outcome, retryable },
  });
});

describe("the message", () => {
  const messageOf = (explanation: Partial<Explanation>, init: ResponseInit = {}) =>
    errorWith("", { status: 403, ...init, explanation }).message;
  const issues = [{ message: "No.", field: "id" }];

  it.each<[explanation: Partial<Explanation>, said: string]>([
    [{ issues }, "Forbidden: id: No."],
    [{ issues, isBoilerplate: true }, "Forbidden"],
    [{ issues, isBoilerplate: false, advice: "Ask" }, "Forbidden: id: No. Ask"],
    [{ issues: [], advice: "Ask" }, "Forbidden. Ask"],
    [{ issues, isBoilerplate: true, advice: "Ask" }, "Forbidden. Ask"],
    [{ issues: [{ message: "Wait.." }] }, "Forbidden: Wait."],
  ])("of %j contains %j", (explanation, said) => {
    expect(messageOf(explanation)).toBe(`getIt failed: 403 ${said}`);
  });

  it("has only the status if there is no explanation", () => {
    expect(messageOf({}, { status: 418 })).toBe("getIt failed: 418");
    expect(messageOf({ issues }, { status: 418 })).toBe("getIt failed: 418: id: No.");
  });

  it("contains the time to wait, in whole seconds", () => {
    const error = errorWith("", { status: 503, headers: { "Retry-After": "3" } });

    expect(error.retryAfter).toBe(3000);
    expect(error.message).toBe("getIt failed: 503 Service Unavailable. Retry after 3 s.");
    expect(messageOf({ issues, advice: "Ask" }, { headers: { "Retry-After": "2" } })).toBe(
      "getIt failed: 403 Forbidden: id: No. Ask. Retry after 2 s.",
    );
  });

  it("does not contain a time to wait that is over", () => {
    expect(messageOf({}, { headers: { "Retry-After": "0" } })).toBe("getIt failed: 403 Forbidden");
  });

  it("is cut if it is longer than the limit", () => {
    const prefix = "403 Forbidden: ";
    const text = "x".repeat(2000 - prefix.length);

    expect(messageOf({ issues: [{ message: text }] })).toBe(`getIt failed: ${prefix}${text}`);
    expect(messageOf({ issues: [{ message: `${text}yz` }] })).toBe(
      `getIt failed: ${prefix}${text}…`,
    );
  });
});

describe("the secrets of the call", () => {
  it("are masked in the reason, the body and the headers", () => {
    const secret = "canary-token";
    const error = errorWith(JSON.stringify([`not ${secret}`]), {
      ...{ status: 418, statusText: secret, headers: { "X-Echo": secret, "Set-Cookie": secret } },
    });

    expect(error.message).toBe("getIt failed: 418 ***");
    expect(error.body).toEqual(["not ***"]);
    expect(Object.fromEntries(error.headers)).toEqual({ "x-echo": "***" });
  });

  it("are masked before the layer explains", () => {
    const seen: unknown[] = [];
    const call = callOf({
      layer: {
        explain: (_call, status, headers, body) => {
          seen.push(status, headers.get("x-echo"), body);
          return { issues: [] };
        },
      },
    });
    call.credentials.push("canary");

    errorOf(call, new Response(null, { status: 400, headers: { "X-Echo": "canary" } }), "a canary");

    expect(seen).toEqual([400, "***", "a ***"]);
  });
});

it.each([
  { issues: [], wanted: "" },
  { issues: [{ message: "wrong" }], wanted: "wrong" },
  { issues: [{ message: "wrong", field: "label" }], wanted: "label: wrong" },
  { issues: [{ message: "'label' is wrong", field: "label" }], wanted: "'label' is wrong" },
  { issues: [{ message: "one" }, { message: "two", field: "a" }], wanted: "one; a: two" },
])("joins issues to $wanted", ({ issues, wanted }) => {
  expect(joinIssues(issues)).toBe(wanted);
});
