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
} from "datameta-client";
import { describe, expect, it } from "vitest";

import type { CallDetails } from "../../src/call.js";
import { errorOf } from "../../src/error-response.js";
import { resolveOperation } from "../../src/operation.js";

const details: CallDetails = {
  ...{ operationId: "Get", method: "GET", url: "https://host/x" },
  ...{ attempts: 1, outcome: "not-sent" },
};

interface Answer extends ResponseInit {
  readonly status: number;
  readonly since?: string;
  readonly isForeign?: true;
  readonly secrets?: readonly string[];
}

/** The error of an answer with this body. */
function errorWith(body: unknown, { since, isForeign, secrets = [], ...init }: Answer): ApiError {
  const operation = {
    ...resolveOperation("get", { route: "GET /x", ...(since !== undefined && { since }) }),
    ...(isForeign && { isForeign }),
  };
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return errorOf(operation, new Response(null, init), text, details, secrets);
}

describe("an error without words of the server", () => {
  it.each([
    [400, ValidationError, "Bad Request"],
    [
      401,
      UnauthorizedError,
      "Unauthorized: the credential is missing, wrong or expired, or its account is disabled",
    ],
    [403, ForbiddenError, "Forbidden: this account may not do that"],
    [404, NotFoundError, "Not Found"],
    [408, ApiError, "Request Timeout"],
    [
      409,
      ConflictError,
      "Conflict: the upload does not match the checksum, or the resource has changed meanwhile",
    ],
    [410, GoneError, "Gone: the reset token has expired; ask for a new one"],
    [418, ApiError, "I'm a Teapot: short and stout"],
    [429, TooManyRequestsError, "Too Many Requests"],
    [499, ApiError, "I'm a Teapot: short and stout"],
    [500, ServerError, "Internal Server Error"],
    [502, ServerError, "Bad Gateway"],
    [503, ServerError, "Service Unavailable"],
    [504, ServerError, "Gateway Timeout"],
    [599, ServerError, "I'm a Teapot: short and stout"],
  ])("of the status %d is a %o and says %s", (status, type, said) => {
    const error = errorWith("", { status, statusText: "I'm a Teapot: short and stout" });

    expect(error.constructor).toBe(type);
    expect(error.message).toBe(`Get failed: ${status} ${said}`);
  });

  it("says what the server says, where the API is another one", () => {
    const error = errorWith("", { status: 404, statusText: "Gone Fishing", isForeign: true });

    expect(error.message).toBe("Get failed: 404 Gone Fishing");
  });

  it("says nothing but the status, where nobody says anything", () => {
    expect(errorWith("", { status: 418 }).message).toBe("Get failed: 418");
  });
});

describe("an error with words of the server", () => {
  it.each<[what: string, body: unknown, message: string]>([
    ["in place of the advice", [{ message: "No." }], "Forbidden: No."],
    ["in a text", "No.", "Forbidden: No."],
    [
      "that are the same whatever happened",
      { title: "Forbidden", code: "403 Forbidden", message: "Access was denied" },
      "Forbidden: this account may not do that",
    ],
    ["and a title alone", { title: "No.", message: null }, "Forbidden: No."],
    ["and a code alone", { code: 7, message: "No." }, "Forbidden: No."],
    ["none of them", null, "Forbidden: this account may not do that"],
  ])("has them %s", (_, body, message) => {
    expect(errorWith(body, { status: 403 }).message).toBe(`Get failed: 403 ${message}`);
  });

  it("has them without secrets, also in the reason phrase", () => {
    const secrets = ["canary"];

    expect(errorWith(["canary"], { status: 418, statusText: "canary", secrets })).toMatchObject({
      message: "Get failed: 418 ***",
      body: ["***"],
    });
  });

  it("has them alone where there is no reason phrase", () => {
    expect(errorWith([{ message: "No." }], { status: 418 }).message).toBe("Get failed: 418 No.");
  });

  it("are cut where they are long, and then have no part of a secret", () => {
    const secrets = ["canary"];
    const prefix = "Forbidden: ";
    const body = "x".repeat(1997 - prefix.length) + "canary and more";

    const error = errorWith(body, { status: 403, secrets });

    expect(error.message).toBe(`Get failed: 403 ${prefix}${"x".repeat(1997 - prefix.length)}***…`);
    expect(error.body).toHaveLength(body.length - 3);
  });

  it("are whole where they are just as long", () => {
    const body = "x".repeat(2000 - "Forbidden: ".length);

    expect(errorWith(body, { status: 403 }).message).toBe(`Get failed: 403 Forbidden: ${body}`);
  });

  it("ends with how long the server asks to wait", () => {
    const error = errorWith([{ message: "No." }], { status: 429, headers: { "Retry-After": "3" } });

    expect(error).toMatchObject({
      message: "Get failed: 429 Too Many Requests: No.; the server asks to wait 3 s",
      retryAfter: 3000,
    });
  });
});

it("a 404 of an operation that came later says since when it exists, no other status does", () => {
  const messages = [404, 410].map((status) => errorWith("", { status, since: "1.1.0" }).message);

  expect(messages).toEqual([
    "Get failed: 404 Not Found: the operation exists since DataMeta 1.1.0; is the server older?",
    "Get failed: 410 Gone: the reset token has expired; ask for a new one",
  ]);
});
