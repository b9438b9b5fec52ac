import * as datameta from "datameta-client";
import { describe, expect, it } from "vitest";

import {
  DataMetaError,
  isDataMetaError,
  markError,
  marking,
} from "../../../src/datameta/errors.js";
import { ClientError, ConfigurationError } from "../../../src/engine/errors.js";
import { failureOf } from "../../support/failure-of.js";

describe("an error of DataMeta's client", () => {
  it("has a mark that neither JSON nor a copy contains", () => {
    const error = markError(new ConfigurationError("no"));

    expect(isDataMetaError(error)).toBe(true);
    expect(error instanceof DataMetaError).toBe(true);
    expect(Object.keys(error)).not.toContain("isDataMetaError");
  });

  it("is thrown by a method and by createClient", async () => {
    const thrown = await failureOf(
      Promise.resolve().then(() => datameta.createClient({ baseUrl: "x" })),
    );
    const fetch = () => Promise.reject(new TypeError("no"));
    const client = datameta.createClient({ baseUrl: "https://host/api/v1", fetch, retry: 0 });

    expect([thrown, await failureOf(client.whoami())].map(isDataMetaError)).toEqual([true, true]);
  });

  it.each([
    new ConfigurationError("no"),
    new Error("no"),
    { isDataMetaError: "yes" },
    null,
    undefined,
    "isDataMetaError",
  ])("is not %s", (value) => {
    expect(isDataMetaError(value)).toBe(false);
    expect(value instanceof DataMetaError).toBe(false);
  });

  it("may come from another copy of the package", () => {
    expect(isDataMetaError({ isDataMetaError: true })).toBe(true);
  });

  it("has the prototype that older compilers need to narrow its type", () => {
    expect(DataMetaError.prototype).toBe(ClientError.prototype);
  });
});

describe("marking", () => {
  it("returns what the task returns", () => {
    expect(marking(() => 5)).toBe(5);
  });

  it("marks only the errors of a client", () => {
    const throwing = (thrown: unknown) => {
      try {
        return marking(() => {
          throw thrown;
        });
      } catch (error) {
        return error;
      }
    };
    const [own, other] = [new ClientError("no"), new TypeError("no")];

    expect(throwing(own)).toBe(own);
    expect(throwing(other)).toBe(other);
    expect([own, other].map(isDataMetaError)).toEqual([true, false]);
  });
});
