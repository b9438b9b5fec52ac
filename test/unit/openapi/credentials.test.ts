import { ConfigurationError } from "datameta-client";
import { describe, expect, it } from "vitest";

import { prove } from "../../../src/openapi/credentials.js";
import { resolveOpenApiOperation } from "../../../src/openapi/operation.js";
import type { OpenApi } from "../../../src/openapi/table.js";
import { failureOf } from "../../support/failure-of.js";

const schemes: OpenApi["securitySchemes"] = {
  token: { type: "bearer" },
  basic: { type: "http", scheme: "Basic" },
  vapid: { type: "http", scheme: "vapid" },
  header: { type: "header", name: "X-Key" },
  query: { type: "query", name: "k&" },
  cookie: { type: "cookie", name: "sid" },
  certificate: { type: "mutualTLS" },
};

const proofOf = (names: readonly (readonly string[])[], auth: Record<string, unknown> | null) => {
  const operation = resolveOpenApiOperation("get", { route: "GET /x" }, names);
  return prove(operation, schemes, auth);
};

const nothing = { headers: {}, cookies: [], query: [], secrets: [] };

const basic = (text: string) => Buffer.from(text).toString("base64");

describe("a credential", () => {
  it.each<[scheme: string, given: unknown, proof: object]>([
    ["token", "t", { headers: { authorization: "Bearer t" }, secrets: ["t"] }],
    [
      "token",
      () => Promise.resolve("t"),
      { headers: { authorization: "Bearer t" }, secrets: ["t"] },
    ],
    ["vapid", "v", { headers: { authorization: "vapid v" }, secrets: ["v"] }],
    ["header", "h", { headers: { "x-key": "h" }, secrets: ["h"] }],
    ["cookie", "c;", { cookies: ["sid=c%3B"], secrets: ["c;"] }],
    ["query", "q&", { query: ["k%26=q%26"], secrets: ["q&", "q%26"] }],
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
  ])("by %s", async (scheme, given, proof) => {
    expect(await proofOf([[scheme]], { [scheme]: given })).toEqual({ ...nothing, ...proof });
  });

  it("is the first of which all parts are given", async () => {
    const names = [["header", "query"], ["certificate", "token", "cookie"], ["header"]];

    expect(await proofOf(names, { header: "h", cookie: "c", token: "t" })).toEqual({
      ...nothing,
      headers: { authorization: "Bearer t" },
      cookies: ["sid=c"],
      secrets: ["t", "c"],
    });
  });

  it.each<[names: readonly string[][], auth: Record<string, unknown> | null]>([
    [[["header"]], { token: "t" }],
    [[["header"]], null],
    [[["unheard of"]], { "unheard of": "t" }],
    [[], { token: "t" }],
    [[["certificate"]], null],
  ])("is none where %j is wanted and %j given", async (names, auth) => {
    expect(await proofOf(names, auth)).toEqual(nothing);
  });
});

describe("a secret is refused, and not quoted:", () => {
  const wanted = "must be a non-empty string without line breaks, or a function that gives one";
  const pair = "must be { username, password }, with a user name without a colon";

  it.each<[scheme: string, given: unknown, problem: string]>([
    ["token", "", `auth.token ${wanted}`],
    ["token", 5, `auth.token ${wanted}`],
    ["header", "canary\n", `auth.header ${wanted}`],
    ["header", "canary\r", `auth.header ${wanted}`],
    ["header", () => "canary\0", `auth.header ${wanted}`],
    ["basic", "canary", `auth.basic ${pair}`],
    ["basic", null, `auth.basic ${pair}`],
    ["basic", { username: "a:b", password: "canary" }, `auth.basic ${pair}`],
    ["basic", { username: 5, password: "canary" }, `auth.basic ${pair}`],
    ["basic", { username: "a" }, `auth.basic.password ${wanted}`],
  ])("%s %j", async (scheme, given, problem) => {
    const failure = await failureOf(proofOf([[scheme]], { [scheme]: given }));

    expect(failure).toEqual(new ConfigurationError(problem));
  });

  it("one whose function fails, which is the cause", async () => {
    const cause = new Error("locked");

    expect(await failureOf(proofOf([["token"]], { token: () => Promise.reject(cause) }))).toEqual(
      new ConfigurationError("auth.token: the function failed", { cause }),
    );
  });
});
