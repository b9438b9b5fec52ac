import { describe, expect, it } from "vitest";

import { createExplain, issuesOf } from "../../../src/datameta/explain.js";
import { callOf } from "../engine/support/call.js";

describe("issuesOf", () => {
  it.each([
    {
      kind: "an array of validation errors",
      body: [
        {
          ...{ exception: "ValidationError", message: "The MD5 differs.", field: "checksum" },
          entity: { uuid: "u", site: "DMF-1" },
        },
        { exception: "ValidationError", message: "Also wrong", field: null, entity: null },
      ],
      wanted: [
        {
          ...{ exception: "ValidationError", message: "The MD5 differs.", field: "checksum" },
          entity: { uuid: "u", site: "DMF-1" },
        },
        { message: "Also wrong", exception: "ValidationError" },
      ],
    },
    {
      kind: "an undeclared status that means nothing special",
      body: [{ message: "Unknown response http status: 418" }],
      wanted: [{ message: "the server turned a 418 into this error" }],
    },
    {
      kind: "the text of an undeclared status within other text",
      body: [{ message: "It said: Unknown response http status: 403" }],
      wanted: [{ message: "It said: Unknown response http status: 403" }],
    },
    {
      kind: "an undeclared 403 that the server's validation hid",
      body: [{ exception: "InvalidResponse", message: "Unknown response http status: 403" }],
      wanted: [
        {
          message: "the server turned a 403 into this error. This account has no permission.",
          exception: "InvalidResponse",
        },
      ],
    },
    {
      kind: "an undeclared 401 that the server's validation hid",
      body: [
        { exception: "InvalidResponse", message: "Unknown response http status: 401", field: "x" },
      ],
      wanted: [
        {
          message:
            "the server turned a 401 into this error. " +
            "The credential is missing, wrong or expired, or the account is disabled.",
          ...{ exception: "InvalidResponse", field: "x" },
        },
      ],
    },
    {
      kind: "an object",
      body: { message: "Access denied", code: "403 Forbidden", title: "Forbidden" },
      wanted: [{ message: "Access denied" }],
    },
    { kind: "a text", body: "it is down", wanted: [{ message: "it is down" }] },
    { kind: "null", body: null, wanted: [] },
    { kind: "an array of other things", body: [null, 5, [], {}], wanted: [] },
  ])("reads $kind", ({ body, wanted }) => {
    expect(issuesOf(body)).toEqual(wanted);
  });

  it.each([
    ["name", "is missing"],
    ["email", "is not an e-mail address"],
    ["user_exists", "an account has this e-mail address"],
    ["req_exists", "a pending registration has this e-mail address"],
    ["org_select", "is not a group"],
    ["org_new_name", "is missing"],
    ["check_user_agreement", "must be accepted"],
  ])("reads %s of a rejected registration as: %s", (field, message) => {
    const exception = "ValidationError";

    expect(issuesOf([{ exception, field, message: "" }])).toEqual([{ message, field, exception }]);
  });
});

describe("the explanation of a status", () => {
  interface Setup {
    baseUrl?: string;
    since?: string;
    errors?: number[];
  }
  const explain = (
    status: number,
    body: unknown,
    { baseUrl = "https://host/api/v1", ...entry }: Setup = {},
  ) => createExplain(baseUrl)(callOf({ entry }), status, new Headers(), body);

  it.each<[status: number, advice: string | undefined]>([
    [400, undefined],
    [401, "The credential is missing, wrong or expired, or the account is disabled."],
    [403, "This account has no permission."],
    [409, "The checksum is wrong, or the resource has changed."],
    [410, "Ask for a new reset token."],
    [500, undefined],
  ])("of %d without a body advises: %s", (status, advice) => {
    expect(explain(status, "")).toEqual({ issues: [], isBoilerplate: false, advice });
  });

  it("is the server's text, if there is any", () => {
    expect(explain(403, [{ message: "No." }])).toEqual({ issues: [{ message: "No." }] });
    expect(explain(404, { title: "No." })).toEqual({ issues: [{ message: "No." }] });
    expect(explain(403, { code: 7, message: "No." })).toEqual({ issues: [{ message: "No." }] });
  });

  it("is our advice if the server's text is the same for every problem", () => {
    const body = { title: "Forbidden", code: "403 Forbidden", message: "Access was denied" };

    expect(explain(403, body)).toEqual({
      issues: [{ message: "Access was denied" }],
      isBoilerplate: true,
      advice: "This account has no permission.",
    });
  });

  const wrongBase = 'Does baseUrl end in the right version, like "/api/v1"?';
  const page = "<html>";
  it.each<[setup: Setup, body: unknown, advice: string | undefined]>([
    [{ baseUrl: "https://host" }, page, wrongBase],
    [{ baseUrl: "https://host/api/v1/x", since: "1.1.0" }, null, wrongBase],
    [{ baseUrl: "https://host/api/vx" }, page, wrongBase],
    [{ baseUrl: "https://host/api/v12" }, page, wrongBase],
    [{}, page, wrongBase],
    [{}, null, undefined],
    [{ errors: [400, 500] }, null, wrongBase],
    [{ errors: [400, 500] }, "", wrongBase],
    [{ since: "1.1.0" }, page, "Does the server run DataMeta 1.1.0 or newer?"],
    [{ since: "1.1.0" }, null, "Does the server run DataMeta 1.1.0 or newer?"],
  ])("of a 404 with %j and the body %j advises: %s", (setup, body, advice) => {
    expect(explain(404, body, setup).advice).toBe(advice);
  });

  it("mentions the server's release only for a 404", () => {
    expect(explain(410, "", { since: "1.1.0" }).advice).toBe("Ask for a new reset token.");
  });
});
