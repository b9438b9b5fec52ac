import { describe, expect, it } from "vitest";

import { ConfigurationError } from "../../../src/engine/errors.js";
import type { OpenApi } from "../../../src/engine/operation-entry.js";
import { Call } from "../../../src/engine/call.js";
import { defaults } from "../../../src/engine/options.js";
import { createAuthorize } from "../../../src/openapi/credentials.js";
import { resolveOpenApiOperation } from "../../../src/openapi/operation.js";
import { failureOf } from "../../support/failure-of.js";
import { plainLayer } from "../engine/support/call.js";

/** Creates a call of an operation that accepts any of these sets of schemes. */
function authorizationOf(
  schemes: readonly (readonly string[])[],
  auth: Record<string, unknown> | null,
  attempts = 0,
) {
  const api: OpenApi = {
    operations: { get: { route: "GET /x", schemes } },
    ...{ defaultErrors: [], defaultIdentifiers: {}, defaultSchemes: [], servers: [] },
    securitySchemes: {
      token: { type: "bearer" },
      basic: { type: "http", scheme: "Basic" },
      vapid: { type: "http", scheme: "vapid" },
      header: { type: "header", name: "X-Key" },
      query: { type: "query", name: "k&" },
      cookie: { type: "cookie", name: "sid" },
      other: { type: "cookie", name: "other" },
      certificate: { type: "mutualTLS" },
    },
  };
  const call = new Call(resolveOpenApiOperation(api, "get"), { ...defaults, auth }, plainLayer);
  call.attempts = attempts;
  call.outcome = attempts > 0 ? "unknown" : "not-sent";
  const request = { method: "GET", url: "https://host/x", headers: {} };
  return Promise.resolve(createAuthorize(api)(call, request));
}

const nothing = { headers: {}, url: "https://host/x", secrets: [] };

const basic = (text: string) => Buffer.from(text).toString("base64");

describe("a credential", () => {
  it.each<[scheme: string, secret: unknown, wanted: object]>([
    ["token", "t", { headers: { authorization: "Bearer t" }, secrets: ["t"] }],
    [
      "token",
      () => Promise.resolve("t"),
      { headers: { authorization: "Bearer t" }, secrets: ["t"] },
    ],
    ["vapid", "v", { headers: { authorization: "vapid v" }, secrets: ["v"] }],
    ["header", "h", { headers: { "x-key": "h" }, secrets: ["h"] }],
    ["header", "\t ~\x80\xff", { headers: { "x-key": "\t ~\x80\xff" }, secrets: ["\t ~\x80\xff"] }],
    ["cookie", "c;", { headers: { cookie: "sid=c%3B" }, secrets: ["c;"] }],
    ["query", "q&", { url: "https://host/x?k%26=q%26", secrets: ["q&"] }],
    [
      "basic",
      { username: "ü", password: () => "p:" },
      { headers: { authorization: `Basic ${basic("ü:p:")}` }, secrets: ["p:", basic("ü:p:")] },
    ],
    [
      "basic",
      { password: "p" },
      { headers: { authorization: `Basic ${basic(":p")}` }, secrets: ["p", basic(":p")] },
    ],
    ["certificate", undefined, {}],
  ])("by %s with %o", async (scheme, secret, wanted) => {
    expect(await authorizationOf([[scheme]], { [scheme]: secret })).toEqual({
      ...nothing,
      ...wanted,
    });
  });

  it("is the first alternative with credentials for all its schemes", async () => {
    const schemes = [["header", "query"], ["certificate", "token", "cookie"], ["header"]];

    expect(await authorizationOf(schemes, { header: "h", cookie: "c", token: "t" })).toEqual({
      ...nothing,
      headers: { authorization: "Bearer t", cookie: "sid=c" },
      secrets: ["t", "c"],
    });
  });

  it("with two cookies is one header", async () => {
    expect(await authorizationOf([["cookie", "other"]], { cookie: "c", other: "o" })).toEqual({
      ...nothing,
      headers: { cookie: "sid=c; other=o" },
      secrets: ["c", "o"],
    });
  });

  it.each<[schemes: readonly string[][], auth: Record<string, unknown> | null]>([
    [[["header"]], { token: "t" }],
    [[["header"]], { header: undefined }],
    [[["header"]], null],
    [[], { token: "t" }],
    [[[]], { token: "t" }],
  ])("is missing if %j is required and %j available", async (schemes, auth) => {
    expect(await authorizationOf(schemes, auth)).toEqual({});
  });

  it.each<[schemes: readonly string[][], auth: Record<string, unknown> | null]>([
    [[["unheard of"]], { "unheard of": "t" }],
    [[["certificate"]], null],
  ])("adds nothing to the request if it is not part of HTTP: %j", async (schemes, auth) => {
    expect(await authorizationOf(schemes, auth)).toEqual(nothing);
  });
});

describe("the error does not quote an invalid secret:", () => {
  const wanted = "must be a string that a header can carry, or a function that returns one.";
  const emptiness = "is empty. Is the environment variable set?";
  const pair = "must be { username, password }. The user name must not contain a colon.";

  it.each<[scheme: string, secret: unknown, problem: string]>([
    ["token", "", `auth.token ${emptiness}`],
    ["token", () => "", `auth.token ${emptiness}`],
    ["token", 5, `auth.token ${wanted}`],
    ["token", "canary\u0416", `auth.token ${wanted}`],
    ["header", "canary\n", `auth.header ${wanted}`],
    ["header", "canary\r", `auth.header ${wanted}`],
    ["header", () => "canary\0", `auth.header ${wanted}`],
    ["header", "\x1fcanary", `auth.header ${wanted}`],
    ["header", "canary\x7f", `auth.header ${wanted}`],
    ["basic", "canary", `auth.basic ${pair}`],
    ["basic", null, `auth.basic ${pair}`],
    ["basic", { username: "a:b", password: "canary" }, `auth.basic ${pair}`],
    ["basic", { username: 5, password: "canary" }, `auth.basic ${pair}`],
    ["basic", { username: "a" }, `auth.basic.password ${emptiness}`],
    ["basic", { username: "a", password: 5 }, `auth.basic.password ${wanted}`],
  ])("%s %j", async (scheme, secret, problem) => {
    const failure = await failureOf(authorizationOf([[scheme]], { [scheme]: secret }, 1));

    expect(failure).toBeInstanceOf(ConfigurationError);
    expect(failure).toMatchObject({
      ...{ message: problem, operationId: "Get", attempts: 1, outcome: "unknown" },
    });
    expect(failure).not.toHaveProperty("cause");
  });

  it("of a function that fails, whose error is the cause", async () => {
    const cause = new Error("locked");
    const token = () => Promise.reject(cause);

    expect(await failureOf(authorizationOf([["token"]], { token }))).toMatchObject({
      ...{ message: "auth.token is a function that threw an error.", cause },
    });
  });
});
