import { describe, expect, it } from "vitest";

import {
  connectionErrorOf,
  hasFetchGivenUp,
  isNeverSent,
} from "../../../src/engine/connection-error.js";
import { ConnectionError } from "../../../src/engine/errors.js";
import { callOf } from "./support/call.js";

/** Creates the error of a POST, which must not be repeated if it may have reached the server. */
const post = () => callOf({ entry: { route: "POST /keys" } });
const errorOf = (error: unknown) => connectionErrorOf(post(), error, isNeverSent(error));

const withCode = (code: unknown, cause?: unknown) =>
  Object.assign(new Error("failed", { cause }), { code });

/** Wraps an error in a number of others. */
const within = (depth: number, error: Error): Error =>
  depth === 0 ? error : new TypeError("fetch failed", { cause: within(depth - 1, error) });

it.each([
  ...[
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "UND_ERR_CONNECT_TIMEOUT",
    "UND_ERR_INVALID_ARG",
    "ConnectionRefused",
    "CERT_HAS_EXPIRED",
  ],
  ...["ERR_TLS_CERT_ALTNAME_INVALID", "ERR_SSL_WRONG_VERSION_NUMBER", "EPROTO"],
  ...["DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "HOSTNAME_MISMATCH"],
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
])("%s means that nothing was sent: even a POST may be repeated", (code) => {
  const error = errorOf(within(1, withCode(code)));

  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toMatchObject({
    ...{ operationId: "GetIt", method: "POST", url: "https://host/api/keys", attempts: 0 },
    ...{ outcome: "not-sent", retryable: true },
    message: `getIt failed: no connection (${code}); POST https://host/api/keys`,
  });
});

it.each([
  ...["ECONNRESET", "UND_ERR_SOCKET", "EPROTONOSUPPORT", "XECONNREFUSED", "EAI_", "CERT_"],
  ...["EHOST", "EHOSTUNREACH", "UND_ERR_", "ERR_STREAM_X"],
  // A wrapper of `fetch` may throw these when it handles the response.
  ...["ERR_INVALID_STATE", "ERR_INVALID_ARG_TYPE", "ERR_INVALID_URL"],
])("%s does not", (code) => {
  expect(errorOf(within(1, withCode(code)))).toMatchObject({
    ...{ outcome: "unknown", retryable: false },
    message: `getIt failed: the connection broke (${code}); POST https://host/api/keys`,
  });
});

it.each(["ECONNRESET", "ECONNREFUSED"])("%s of a GET may be repeated", (code) => {
  expect(connectionErrorOf(callOf(), withCode(code)).retryable).toBe(true);
});

it.each<[what: string, error: Error, wanted: boolean]>([
  ["the call connect", Object.assign(new Error("x"), { syscall: "connect" }), true],
  ["the call getaddrinfo", Object.assign(new Error("x"), { syscall: "getaddrinfo" }), true],
  ["the call read", Object.assign(new Error("x"), { syscall: "read" }), false],
  ["the call reconnect", Object.assign(new Error("x"), { syscall: "reconnect" }), false],
  ["the call connected", Object.assign(new Error("x"), { syscall: "connected" }), false],
  ["a bad port", within(1, new Error("bad port")), true],
  ["a connection lost before TLS", new Error("disconnected before secure TLS connection"), true],
  ["a port in the outer message alone", new Error("bad port", { cause: new Error("x") }), false],
  ["an inner error without a message", new Error("bad port", { cause: new Error("") }), true],
  ["other words", new Error("socket hang up"), false],
])("isNeverSent for %s is %3$s", (_, error, wanted) => {
  expect(isNeverSent(error)).toBe(wanted);
});

it("searches causes for messages only to a limited depth", () => {
  expect(isNeverSent(within(19, new Error("bad port")))).toBe(true);
  expect(isNeverSent(within(20, new Error("bad port")))).toBe(false);
});

it("a refused connection keeps the outcome of earlier attempts", () => {
  const call = post();
  call.outcome = "unknown";

  expect(connectionErrorOf(call, withCode("ECONNREFUSED"), true)).toMatchObject({
    ...{ outcome: "unknown", retryable: false },
    message: "getIt failed: the connection broke (ECONNREFUSED); POST https://host/api/keys",
  });
});

it("a refused connection after a rejected attempt is rejected and retryable", () => {
  const call = post();
  call.outcome = "rejected";

  expect(connectionErrorOf(call, withCode("ECONNREFUSED"), true)).toMatchObject({
    ...{ outcome: "rejected", retryable: true },
    message: "getIt failed: no connection (ECONNREFUSED); POST https://host/api/keys",
  });
});

it("a connection that breaks after the status is unknown, whatever its code is", () => {
  expect(connectionErrorOf(post(), withCode("ECONNREFUSED"))).toMatchObject({
    ...{ outcome: "unknown", retryable: false },
    message: "getIt failed: the connection broke (ECONNREFUSED); POST https://host/api/keys",
  });
});

it("an error whose members throw does not show that nothing was sent", () => {
  const hostile = Object.defineProperty(new Error("x"), "code", {
    get: () => {
      throw new RangeError("hostile");
    },
  });

  expect(isNeverSent(hostile)).toBe(false);
});

it("has no code in its message if the cause has none", () => {
  expect(errorOf(new TypeError("fetch failed")).message).toBe(
    "getIt failed: the connection broke; POST https://host/api/keys",
  );
});

describe("a fetch that stopped waiting", () => {
  it.each(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"])(
    "is not repeated, and the message contains advice: %s",
    (code) => {
      const error = connectionErrorOf(callOf(), within(1, withCode(code)));

      expect(error).toMatchObject({
        ...{ outcome: "unknown", retryable: false },
        message:
          `getIt failed: the connection broke (${code}); GET https://host/api/x. fetch stopped waiting ` +
          "before the call's timeout. Pass a fetch that waits longer, like undici's with an Agent.",
      });
      expect(hasFetchGivenUp(error)).toBe(true);
    },
  );

  it.each(["ECONNRESET", "XUND_ERR_BODY_TIMEOUT", "UND_ERR_BODY_TIMEOUTS", undefined])(
    "is not recognized from %s",
    (code) => {
      expect(hasFetchGivenUp(connectionErrorOf(callOf(), withCode(code)))).toBe(false);
    },
  );
});

describe("the code", () => {
  const codeIn = (error: unknown) => /\((.+)\)/.exec(errorOf(error).message)?.[1];

  it("is found as deep as causes are kept", () => {
    const error = withCode("ECONNRESET");

    expect([19, 20].map((depth) => codeIn(within(depth, error)))).toEqual([
      "ECONNRESET",
      undefined,
    ]);
  });

  it("shows that nothing was sent, as deep as causes are kept", () => {
    const error = withCode("ECONNREFUSED");

    expect([19, 20].map((depth) => isNeverSent(within(depth, error)))).toEqual([true, false]);
  });

  it("is searched only to a limited depth", () => {
    const circular = new Error("circular");
    circular.cause = circular;

    expect(codeIn(circular)).toBeUndefined();
  });

  it("is not the number of a DOMException", () => {
    expect(codeIn(withCode(20, withCode("ECONNRESET")))).toBe("ECONNRESET");
  });

  it("comes from the first of several errors", () => {
    const several = new AggregateError([withCode("ECONNREFUSED"), withCode("ENETUNREACH")]);

    expect(codeIn(several)).toBe("ECONNREFUSED");
  });
});

describe("the secrets of the call", () => {
  const withSecret = () => {
    const call = post();
    call.credentials.push("canary");
    return call;
  };

  it("are masked in the cause, which is left out if it has no readable part", () => {
    const error = connectionErrorOf(withSecret(), new TypeError("a canary"));

    expect(error.cause).toEqual(new TypeError("a ***"));
    expect(connectionErrorOf(withSecret(), null)).not.toHaveProperty("cause");
  });

  it("are masked in a code", () => {
    expect(connectionErrorOf(withSecret(), withCode("E_canary")).message).toBe(
      "getIt failed: the connection broke (E_***); POST https://host/api/keys",
    );
  });
});
