import { ConfigurationError, type Auth } from "datameta-client";
import { describe, expect, it } from "vitest";
import { anonymous, chooseCredential } from "../../src/auth.js";
import { failureOf } from "../support/failure-of.js";

const none = { header: undefined, value: "", secret: undefined, session: false };
const session = { ...none, session: true };
const placeholder = { ...none, header: "Authorization", value: "Bearer anonymous" };
const bearer = { header: "Authorization", value: "Bearer tok", secret: "tok", session: false };
const cookie = { header: "Cookie", value: "datameta=abc", secret: "abc", session: false };

describe("chooseCredential", () => {
  it.each<[string, Auth | null | undefined, Record<string, unknown>]>([
    ["no auth", null, { required: none, optional: none, any: placeholder, none: none }],
    ["auth left out", undefined, { required: none, optional: none, any: placeholder, none: none }],
    ["a token", { bearer: "tok" }, { required: bearer, optional: bearer, any: bearer, none: none }],
    [
      "a function",
      { bearer: () => "tok" },
      { required: bearer, optional: bearer, any: bearer, none: none },
    ],
    [
      "an asynchronous function",
      { bearer: () => Promise.resolve("tok") },
      { required: bearer, optional: bearer, any: bearer, none: none },
    ],
    [
      "a cookie",
      { cookie: "abc" },
      { required: cookie, optional: cookie, any: cookie, none: none },
    ],
    [
      "a browser's session",
      { session: "browser" },
      { required: session, optional: session, any: placeholder, none: none },
    ],
    [
      "a token and a cookie",
      { bearer: "tok", cookie: "abc" },
      { required: bearer, optional: bearer, any: bearer, none: none },
    ],
  ])("with %s", async (_, auth, wanted) => {
    for (const security of ["required", "optional", "any", "none"] as const) {
      expect(await chooseCredential(auth, { security })).toStrictEqual(wanted[security]);
    }
  });

  it("does not ask for a secret that the operation does not take", async () => {
    const auth = {
      bearer: () => {
        throw new Error("asked");
      },
    };

    expect(await chooseCredential(auth, { security: "none" })).toBe(anonymous);
  });

  it("passes on what the function throws", async () => {
    const thrown = new Error("no token today");
    const auth = { bearer: () => Promise.reject(thrown) };

    expect(await failureOf(chooseCredential(auth, { security: "required" }))).toBe(thrown);
  });

  it.each<[string, "bearer" | "cookie", unknown, string]>([
    ["empty", "bearer", "", "one of 0 characters (not shown)"],
    ["two words", "bearer", "canary canary", "one of 13 characters (not shown)"],
    ["surrounded by white space", "bearer", " canary\n", "one of 8 characters (not shown)"],
    ["a line break", "bearer", "canary\r\nX: 1", "one of 12 characters (not shown)"],
    ["a NUL", "bearer", "canary\0", "one of 7 characters (not shown)"],
    ["umlauts", "bearer", "canäry", "one of 6 characters (not shown)"],
    ["undefined", "bearer", undefined, "a value of type undefined"],
    ["a number", "bearer", 5, "a value of type number"],
    ["an object", "bearer", { canary: "canary" }, "a value of type object"],
    ["a semicolon", "cookie", "canary;a=b", "one of 10 characters (not shown)"],
    ["a comma", "cookie", "canary,b", "one of 8 characters (not shown)"],
    ["quotation marks", "cookie", '"canary"', "one of 8 characters (not shown)"],
    ["a backslash", "cookie", "canary\\", "one of 7 characters (not shown)"],
    ["empty", "cookie", "", "one of 0 characters (not shown)"],
  ])("refuses %s as a %s, without quoting it", async (_, scheme, secret, shown) => {
    const without = { bearer: "", cookie: ', and without ; , " and \\' }[scheme];
    for (const value of [secret, () => Promise.resolve(secret)]) {
      // Callers without a compiler may pass anything.
      const auth = { [scheme]: value } as unknown as Auth;

      expect(await failureOf(chooseCredential(auth, { security: "required" }))).toEqual(
        new ConfigurationError(
          `auth.${scheme} must be a non-empty string without spaces, control and non-ASCII ` +
            `characters${without}; it is ${shown}`,
        ),
      );
    }
  });

  it("takes as a token what no cookie can hold", async () => {
    const credential = await chooseCredential({ bearer: 'a;b,c"d\\' }, { security: "required" });

    expect(credential.value).toBe('Bearer a;b,c"d\\');
  });
});
