import { ConnectionError } from "datameta-client";
import { describe, expect, it } from "vitest";

import type { CallDetails } from "../../src/call.js";
import { connectionErrorOf } from "../../src/connection-error.js";

const details: CallDetails = {
  ...{ operationId: "CreateApiKey", method: "POST", url: "https://host/keys" },
  ...{ attempts: 1, outcome: "not-sent" },
};

const withCode = (code: unknown, cause?: unknown) =>
  Object.assign(new Error("failed", { cause }), { code });

/** The error, within so many others. */
const within = (depth: number, error: Error): Error =>
  depth === 0 ? error : new TypeError("fetch failed", { cause: within(depth - 1, error) });

it.each([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "ConnectionRefused",
  "CERT_HAS_EXPIRED",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "EPROTO",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "HOSTNAME_MISMATCH",
])("%s says that nothing was sent: also a POST may be repeated", (code) => {
  const error = connectionErrorOf(within(1, withCode(code)), details, []);

  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toMatchObject({ outcome: "not-sent", retryable: true, attempts: 1 });
  expect(error.message).toBe(
    `createApiKey failed: no connection (${code}); POST https://host/keys`,
  );
});

it.each(["ECONNRESET", "UND_ERR_SOCKET", "EPROTONOSUPPORT", "XECONNREFUSED", "EAI_", "CERT_"])(
  "%s does not",
  (code) => {
    const error = connectionErrorOf(within(1, withCode(code)), details, []);

    expect(error).toMatchObject({ outcome: "unknown", retryable: false });
    expect(error.message).toBe(
      `createApiKey failed: the connection broke (${code}); POST https://host/keys`,
    );
  },
);

it("a refused connection says nothing of the attempts before it", () => {
  const error = connectionErrorOf(withCode("ECONNREFUSED"), { ...details, outcome: "unknown" }, []);

  expect(error).toMatchObject({ outcome: "unknown", retryable: false });
});

it("an error without a code is told without one", () => {
  const error = connectionErrorOf(new TypeError("fetch failed"), details, []);

  expect(error.message).toBe("createApiKey failed: the connection broke; POST https://host/keys");
});

describe("the code", () => {
  const codeIn = (error: unknown) =>
    /\((.+)\)/.exec(connectionErrorOf(error, details, []).message)?.[1];

  it("is looked for as deep as causes are kept, and no deeper", () => {
    const error = withCode("ECONNRESET");

    expect([19, 20].map((depth) => codeIn(within(depth, error)))).toEqual([
      "ECONNRESET",
      undefined,
    ]);
  });

  it("is not looked for without end", () => {
    const circular = new Error("circular");
    circular.cause = circular;

    expect(codeIn(circular)).toBeUndefined();
  });

  it("is no number, such as DOMException has", () => {
    expect(codeIn(withCode(20, withCode("ECONNRESET")))).toBe("ECONNRESET");
  });

  it("is that of the first of several errors", () => {
    const several = new AggregateError([withCode("ECONNREFUSED"), withCode("ENETUNREACH")]);

    expect(codeIn(several)).toBe("ECONNREFUSED");
  });
});

it("the cause is kept without secrets, and is no member where nothing of it can be", () => {
  const cause = new TypeError("a canary");

  expect(connectionErrorOf(cause, details, ["canary"]).cause).toEqual(new TypeError("a ***"));
  expect(connectionErrorOf(null, details, ["canary"])).not.toHaveProperty("cause");
});

it("a code that quotes a secret is told without it", () => {
  const { message } = connectionErrorOf(withCode("E_canary"), details, ["canary"]);

  expect(message).toBe("createApiKey failed: the connection broke (E_***); POST https://host/keys");
});
