import { describe, expect, it } from "vitest";

import * as errors from "../../../src/engine/errors.js";

const details: errors.ErrorDetails = {
  ...{ operationId: "GetUser", method: "GET", url: "https://host/x" },
  ...{ attempts: 2, retryable: true, outcome: "unknown" },
};

const withStatus = { ...details, status: 400, issues: [], headers: new Headers(), body: "{}" };

const classes = Object.values(errors).filter(
  (each): each is typeof errors.ApiError =>
    typeof each === "function" && "prototype" in each && each.prototype instanceof Error,
);

it.each(classes)("%o is named after its class, for code that cannot use instanceof", (type) => {
  const error = new type("no", withStatus);

  expect(error.name).toBe(type.name);
  expect(error).toBeInstanceOf(errors.ClientError);
});

it("has every class", () => {
  expect(classes).toHaveLength(15);
});

it("an error without details has the outcome that nothing was sent", () => {
  const error = new errors.ClientError("no");

  expect(Object.fromEntries(Object.entries(error))).toStrictEqual({
    name: "ClientError",
    ...{ attempts: 0, retryable: false, outcome: "not-sent" },
  });
  expect(error).not.toHaveProperty("cause");
});

it("an error has its details, and a cause even if that is undefined", () => {
  const error = new errors.RequestError("no", { ...details, cause: undefined });

  expect(error).toMatchObject(details);
  expect(Object.hasOwn(error, "cause")).toBe(true);
  expect(new errors.RequestError("no", { cause: "why" }).cause).toBe("why");
});

it("an error of a status has no issues, headers or body by default", () => {
  const error = new errors.ApiError("no", { status: 418 });

  expect(error).toMatchObject({ status: 418, issues: [], body: undefined, retryAfter: undefined });
  expect([...error.headers]).toEqual([]);
});

it("an error does not repeat the name of the method, which its message contains", () => {
  const call = { ...details, caller: "getUser" };

  expect(new errors.ClientError("no", call)).not.toHaveProperty("caller");
});

it("a timeout has its deadline and phase", () => {
  expect(new errors.TimeoutError("no", 5, "pause", details)).toMatchObject({
    ...{ ...details, message: "no", timeout: 5, phase: "pause" },
  });
});

it("JSON of an error contains only what may be logged", () => {
  const error = new errors.ApiError("no", {
    ...{ ...withStatus, retryAfter: 5, cause: new Error("why") },
  });
  // Some runtimes and libraries make `stack` enumerable.
  Object.defineProperty(error, "stack", { value: "canary", enumerable: true });

  expect(error.toJSON()).toStrictEqual({
    ...{ name: "ApiError", message: "no", ...details },
    ...{ status: 400, issues: [], retryAfter: 5 },
  });
});

describe("createApiError", () => {
  it.each([
    [400, errors.ValidationError],
    [401, errors.UnauthorizedError],
    [403, errors.ForbiddenError],
    [404, errors.NotFoundError],
    [409, errors.ConflictError],
    [410, errors.GoneError],
    [429, errors.TooManyRequestsError],
    [418, errors.ApiError],
    [499, errors.ApiError],
    [500, errors.ServerError],
    [599, errors.ServerError],
  ])("creates for %d the class %o", (status, type) => {
    const error = errors.createApiError("no", { ...details, status });

    expect(error.constructor).toBe(type);
    expect(error).toMatchObject({ message: "no", status, ...details });
  });
});
