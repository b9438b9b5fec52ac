import { describe, expect, it, vi } from "vitest";

import { ApiError, ConnectionError, ResponseFormatError } from "../../../src/engine/errors.js";
import type { OperationEntry } from "../../../src/engine/operation-entry.js";
import { failureOf } from "../../support/failure-of.js";
import { callOf, type CallSetup } from "./support/call.js";
import { readReply } from "./support/read-reply.js";

const json = { "Content-Type": "application/json" };
const html = { "Content-Type": "text/html" };

type Success = OperationEntry["success"];

/** Reads a response of an operation with these success statuses. */
const read = (
  success: Success,
  response: Response,
  options: CallSetup["options"] = {},
  method = "GET",
) =>
  readReply(
    callOf({ entry: { route: `${method} /x`, ...(success && { success }) }, options }),
    response,
  );

describe("a success", () => {
  it.each<[success: Success, status: number, text: string, data: unknown]>([
    [{ 200: "json" }, 200, "[1]", [1]],
    [{ 200: "json" }, 201, "[1]", [1]],
    [{ "2XX": "json" }, 202, "[1]", [1]],
    [{ 307: "json" }, 307, "[1]", [1]],
    [{ 200: "text" }, 200, "[1]", "[1]"],
    [{ 200: "text" }, 200, "", ""],
    [{ 200: "empty" }, 200, "[1]", undefined],
    [{ 200: "json", 204: "empty" }, 201, "", undefined],
    [{ 204: "empty" }, 200, "", undefined],
    [{ 204: "empty" }, 200, "[1]", [1]],
    [{ 200: "json", default: "text" }, 201, "[1]", "[1]"],
  ])("if %j is documented: %d with %j is %j", async (success, status, text, data) => {
    const response = new Response(text, { status, headers: json });

    expect(await read(success, response)).toEqual({ data, response, text });
  });

  it("without a body has no data if none are documented", async () => {
    const response = new Response(null, { status: 204 });

    expect(await read({ 204: "empty" }, response)).toEqual({ data: undefined, response, text: "" });
  });

  it("of a HEAD has no data", async () => {
    const { data } = await read(undefined, new Response(null), {}, "HEAD");

    expect(data).toBeUndefined();
  });

  it("of a file is a Blob of the response's type", async () => {
    const response = new Response("pdf", { headers: { "Content-Type": "application/pdf" } });

    const { data, text } = await read({ 200: "binary" }, response);

    expect(data).toMatchObject({ type: "application/pdf", size: 3 });
    expect(await (data as Blob).text()).toBe("pdf");
    expect(text).toBeUndefined();
    const untyped = await read({ 200: "binary" }, new Response(new Uint8Array(2)));
    expect(untyped.data).toMatchObject({ type: "", size: 2 });
  });

  it.each(["application/json; charset=utf-8", "Application/Problem+JSON"])(
    "of the type %s is JSON",
    async (type) => {
      const response = new Response("[1]", { headers: { "Content-Type": type } });

      expect((await read(undefined, response)).data).toEqual([1]);
    },
  );

  const proxy = "the response is not JSON. Is there a proxy in between?";
  const page = "the response is a web page. Is there a proxy in between?";
  it.each<[headers: HeadersInit, text: string, problem: string]>([
    [json, "", "empty response body; expected JSON"],
    [json, '{"token": "canary', "the body is incomplete or not valid JSON"],
    [{ "Content-Type": "text/html; charset=canary" }, "<", page],
    [{ "Content-Type": "Text/Plain" }, "<", proxy],
    [{ "Content-Type": "application/xml" }, "<", proxy],
    [{ "Content-Type": "x/text/html" }, "<", proxy],
    [{ "Content-Type": "text/canary" }, "<", proxy],
  ])("of %j with %j is rejected", async (headers, text, problem) => {
    const failure = await failureOf(read(undefined, new Response(text, { headers })));

    expect(failure).toBeInstanceOf(ResponseFormatError);
    expect(failure).toMatchObject({
      ...{ message: `getIt failed: 200, ${problem}`, outcome: "unknown", retryable: false },
      ...{ operationId: "GetIt", method: "GET", url: "https://host/api/x", attempts: 0 },
    });
  });

  it("without a Content-Type is rejected if JSON is expected", async () => {
    const response = new Response(new TextEncoder().encode("[1]"));

    expect(await failureOf(read(undefined, response))).toHaveProperty(
      "message",
      `getIt failed: 200, ${proxy}`,
    );
  });

  it.each<[success: Success]>([[{ 200: "json" }], [{ 200: "text" }]])(
    "of %j that is not UTF-8 is rejected",
    async (success) => {
      const response = new Response(new Uint8Array([0x22, 0xc3]), { headers: json });

      expect(await failureOf(read(success, response))).toHaveProperty(
        "message",
        "getIt failed: 200, the body is not UTF-8",
      );
    },
  );

  it("may have any body if no data are documented", async () => {
    const response = new Response(new Uint8Array([0x22, 0xc3]), { headers: json });

    expect((await read({ 200: "empty" }, response)).data).toBeUndefined();
  });
});

describe("an HTML page, if no data are documented", () => {
  const readPage = (type: string, page: string) =>
    read({ 200: "empty" }, new Response(page, { headers: { "Content-Type": type } }));

  it("is rejected if it is not the server's own", async () => {
    expect(await failureOf(readPage("text/html; x=y", "<h1>Sign in</h1>"))).toHaveProperty(
      "message",
      "getIt failed: 200, the response is a web page. Is there a proxy in between?",
    );
  });

  it.each([
    ["text/html", "<title>200 OK</title>"],
    ["text/html", ""],
    ["application/x-text/html", "{}"],
    ["text/plain", "Sign in"],
  ])("is accepted: %s with %j", async (type, page) => {
    expect((await readPage(type, page)).data).toBeUndefined();
  });
});

describe("a body", () => {
  it("that was already read is rejected", async () => {
    const response = new Response("[1]", { headers: json });
    await response.text();

    expect(await failureOf(read(undefined, response))).toHaveProperty(
      "message",
      "getIt failed: 200, the body was already read by the option fetch or by middleware. Read a clone() instead.",
    );
  });

  it("that is too large is rejected", async () => {
    const response = new Response("[12]", { headers: json });

    expect(await failureOf(read(undefined, response, { maxResponseSize: 3 }))).toMatchObject({
      name: "ResponseFormatError",
      message:
        "getIt failed: 200, the body has more than 3 bytes. Raise the option maxResponseSize if that is expected.",
    });
  });

  it("that is cut off is a ConnectionError", async () => {
    const body = new ReadableStream({
      start: (stream) => stream.error(new TypeError("terminated")),
    });

    const failure = await failureOf(read(undefined, new Response(body, { headers: json })));

    expect(failure).toBeInstanceOf(ConnectionError);
    expect(failure).toMatchObject({ cause: new TypeError("terminated"), outcome: "unknown" });
  });
});

describe("validation", () => {
  const validate = () => ({ checkRequest: vi.fn(), checkResponse: vi.fn() });

  it("receives the data of a success", async () => {
    const validator = validate();

    await read(undefined, new Response("[1]", { status: 201, headers: json }), {
      validate: validator,
    });

    expect(validator.checkResponse).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ operationId: "GetIt", url: "https://host/api/x" }),
      201,
      [1],
    );
    expect(validator.checkRequest).not.toHaveBeenCalled();
  });

  it("does not run for errors", async () => {
    const validator = validate();

    await failureOf(read(undefined, new Response("", { status: 404 }), { validate: validator }));

    expect(validator.checkResponse).not.toHaveBeenCalled();
  });

  it("may reject a success", async () => {
    const refusal = new Error("no");
    const validator = validate();
    validator.checkResponse.mockImplementation(() => {
      throw refusal;
    });
    const response = new Response("[1]", { headers: json });

    expect(await failureOf(read(undefined, response, { validate: validator }))).toBe(refusal);
  });
});

describe("an error status", () => {
  it.each([400, 404, 300, 304, 399, 500])("is an ApiError with its body: %d", async (status) => {
    const body = status === 304 ? null : "[1]";

    const failure = await failureOf(read(undefined, new Response(body, { status, headers: json })));

    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ status, body: body === null ? "" : [1] });
  });

  it("is kept if the body was already read", async () => {
    const response = new Response("[1]", { status: 401 });
    await response.text();

    expect(await failureOf(read(undefined, response))).toMatchObject({
      status: 401,
      body: "[the body was already read by the option fetch or by middleware]",
    });
  });
});

describe("a redirect", () => {
  const redirect = (status: number, headers: HeadersInit = {}) =>
    new Response(null, { status, headers });
  /** Browsers return this response for a redirect that they do not follow. */
  const opaque = () =>
    Object.defineProperties(new Response(null), {
      type: { value: "opaqueredirect" },
      status: { value: 0 },
    });
  const refusal = "Redirects are not followed, to keep the credential safe. Is baseUrl right?";

  it.each<[what: string, response: Response, said: string]>([
    [
      "to an origin",
      redirect(301, { Location: "https://else/?t=canary" }),
      "301, the server redirects to https://else",
    ],
    [
      "to its own origin",
      redirect(302, { Location: "/login" }),
      "302, the server redirects to https://host",
    ],
    ["without an address", redirect(303), "303, the server redirects"],
    ["to what is no address", redirect(307, { Location: "http://[" }), "307, the server redirects"],
    ["that is permanent", redirect(308), "308, the server redirects"],
    ["in a browser", opaque(), "0, the server redirects"],
  ])("%s is rejected", async (_, response, said) => {
    expect(await failureOf(read(undefined, response))).toMatchObject({
      ...{ name: "ResponseFormatError", outcome: "rejected" },
      message: `getIt failed: ${said}. ${refusal}`,
    });
  });

  it("after an attempt that may have had an effect has an unknown outcome", async () => {
    const call = callOf();
    call.outcome = "unknown";

    expect(await failureOf(readReply(call, redirect(302)))).toHaveProperty("outcome", "unknown");
  });

  it("to a host with the token in its name does not show it", async () => {
    const call = callOf();
    call.credentials.push("CaNaRy-ToKeN");
    const response = redirect(302, { Location: "https://CaNaRy-ToKeN.example.org/x" });

    expect(await failureOf(readReply(call, response))).toHaveProperty(
      "message",
      `getIt failed: 302, the server redirects to https://***.example.org. ${refusal}`,
    );
  });

  it("is a success if its status is documented as one", async () => {
    const response = new Response("<p>", { status: 302, headers: html });

    expect((await read({ 302: "text" }, response)).data).toBe("<p>");
  });
});
