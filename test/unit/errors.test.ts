import * as datameta from "datameta-client";
import { expect, it } from "vitest";

import type { ErrorDetails } from "../../src/errors.js";

const details: ErrorDetails = {
  ...{ operationId: "GetUser", method: "GET", url: "https://host/x" },
  ...{ attempts: 2, retryable: true, outcome: "unknown" },
};

const answer = { ...details, status: 400, issues: [], headers: new Headers(), body: "{}" };

const classes = Object.values(datameta).filter(
  (each): each is typeof datameta.ApiError =>
    typeof each === "function" && "prototype" in each && each.prototype instanceof Error,
);

it.each(classes)("%o is named after its class, for those who cannot use instanceof", (type) => {
  expect(new type("no", answer).name).toBe(type.name);
});

it("an error that nothing is known of says that nothing was sent", () => {
  expect(new datameta.DataMetaError("no")).toMatchObject({
    ...{ operationId: undefined, method: undefined, url: undefined },
    ...{ attempts: 0, retryable: false, outcome: "not-sent" },
  });
});

it("JSON of an error has all that a logger may keep, and no more", () => {
  const error = new datameta.ApiError("no", { ...answer, retryAfter: 5, cause: new Error("why") });

  expect(error.toJSON()).toStrictEqual({
    ...{ name: "ApiError", message: "no", ...details },
    ...{ status: 400, issues: [], retryAfter: 5 },
  });
});
