import { describe, expect, it } from "vitest";

import type { RequestParameter } from "../../generated/request-validators.js";
import { findParameterIssue } from "../../src/validate/parameters.js";
import { findRequestIssues } from "../../src/validate/request-issues.js";
import { findMismatch } from "../../src/validate/response-mismatch.js";
import { maskSecrets } from "../../src/validate/secret-values.js";
import { findUnstorable } from "../../src/validate/unstorable.js";

describe("a parameter", () => {
  const parameter = (type: string, format?: string): RequestParameter => ({
    ...{ name: "p", in: "query", required: false, type },
    ...(format !== undefined && { format }),
  });

  it.each<[type: string, texts: readonly string[]]>([
    ["integer", ["5", " +5 ", "-05"]],
    ["number", ["5", "55.5", "5.", ".55", "-5.5e-10", " +1E5 "]],
    ["boolean", ["y", "YES", "t", "true", "on", "1", "n", "no", "f", "False", "off", "0"]],
    ["string", ["5", "x"]],
  ])("of the type %s accepts %j", (type, texts) => {
    expect(texts.map((text) => findParameterIssue(parameter(type), text))).toEqual(
      texts.map(() => undefined),
    );
  });

  it.each<[type: string, texts: readonly string[]]>([
    ["integer", ["x", "5.0", "x5", "5x", "5 5"]],
    ["number", ["x", ".", "x5", "5x", "5ex", "5e", "1..5"]],
    ["boolean", ["x", "truest", "untrue", "2"]],
  ])("of the type %s rejects %j", (type, texts) => {
    expect(texts.map((text) => findParameterIssue(parameter(type), text))).toEqual(
      texts.map((text) => ({
        exception: "CastError",
        message: `Failed to cast value ${text} to type ${type}`,
        field: "p",
      })),
    );
  });

  it("must not be missing if it is required", () => {
    const required = { ...parameter("string"), required: true };

    expect(findParameterIssue(required, undefined)).toEqual({
      exception: "MissingRequiredParameter",
      message: "Missing required parameter: p",
    });
    expect(findParameterIssue(parameter("integer"), undefined)).toBeUndefined();
  });

  it("must not be empty, whatever its type is", () => {
    expect(findParameterIssue(parameter("string", "date-time"), "")).toEqual({
      exception: "EmptyParameterValue",
      message: "Value of parameter cannot be empty: p",
      field: "p",
    });
  });

  it("must be a date and time only if its format is date-time", () => {
    const dateTime = parameter("string", "date-time");

    expect(findParameterIssue(dateTime, "2026-11-30T12:00")).toBeUndefined();
    expect(findParameterIssue(parameter("string", "date"), "soon")).toBeUndefined();
    expect(findParameterIssue(dateTime, "soon")).toEqual({
      exception: "ValidationError",
      message: "'soon' is not a 'date-time'",
      field: "p",
    });
  });
});

describe("a request", () => {
  const find = (operationId: string, path: string, body?: string) =>
    findRequestIssues({
      ...{ operationId, url: `https://host/datameta/api/v1${path}`, body },
      policy: undefined,
    });
  const field = "id";

  it("is read with the template of its path, under any base path", () => {
    const message = "Value of parameter cannot be empty: id";

    expect(find("DeleteApiKey", "/keys/x")).toEqual([]);
    expect(find("DeleteApiKey", "/keys/100%")).toEqual([]);
    expect(find("DeleteApiKey", "/keys/")).toEqual([
      { exception: "EmptyParameterValue", message, field },
    ]);
  });

  it("with a path shorter than its template has a missing parameter", () => {
    const request = { operationId: "DeleteApiKey", body: undefined, policy: undefined };

    expect(findRequestIssues({ ...request, url: "https://host/" })).toEqual([
      { exception: "MissingRequiredParameter", message: "Missing required parameter: id" },
    ]);
  });

  it.each([undefined, ""])("with the body %j has no body", (body) => {
    expect(find("CreateApiKey", "/keys", body)).toEqual([
      { exception: "InvalidContentType", message: "The body is missing; expected JSON" },
    ]);
  });

  it("with a truncated body is not JSON", () => {
    expect(find("CreateApiKey", "/keys", '{"label"')).toEqual([
      { exception: "DeserializeError", message: "The body is not JSON" },
    ]);
  });

  it("with a body of the wrong type has an issue without a field", () => {
    expect(find("CreateApiKey", "/keys", "[]")).toStrictEqual([
      { exception: "ValidationError", message: "[] is not of type object" },
    ]);
  });

  it("is not checked for pitfalls if the document forbids it", () => {
    expect(find("CreateApiKey", "/keys", '{"label":"\\u0000","x":1}')).toEqual([
      {
        exception: "ValidationError",
        message: "Additional properties are not allowed ('x' was unexpected)",
      },
    ]);
  });
});

describe("a response", () => {
  it.each(["Unknown", "constructor", "__proto__"])(
    "is not checked for the unknown operation %s",
    (operationId) => {
      expect(findMismatch(operationId, 200, 5)).toBeUndefined();
    },
  );

  it("may be anything if its status is undocumented or it has no data", () => {
    expect(findMismatch("GetUserInformation", 202, 5)).toBeUndefined();
    expect(findMismatch("GetUserInformation", 200, undefined)).toBeUndefined();
    expect(findMismatch("GetUserInformation", 200, 5)).toBe("the response is not of type object");
  });

  it("with an alternative that does not match is reported with its other problems", () => {
    const id = { uuid: "a" };
    const execution = { serviceId: 5, executionId: {}, executedAt: 1, userId: id };
    const set = { id, record: {}, fileIds: {}, userId: id, submissionId: 7 };
    const mismatch = findMismatch("GetMetaDataSets", 200, [
      { ...set, serviceExecutions: { QC: execution } },
    ]);

    expect(mismatch).toMatchInlineSnapshot(
      `"/0/submissionId is not of type object or null; /0/serviceExecutions/QC does not match "anyOf""`,
    );
  });
});

describe("the data in a message", () => {
  const masked = (instancePath: string, data: unknown) =>
    maskSecrets([{ keyword: "type", params: {}, parentSchema: {}, ...{ instancePath, data } }]).map(
      (violation) => violation.data,
    );

  it.each<[instancePath: string, data: unknown, shown: unknown]>([
    ["/password", ["canary"], "***"],
    ["/deep/otpSecret", "canary", "***"],
    ["/password", null, null],
    ["", { password: { deep: "canary" }, label: 5 }, { password: "***", label: 5 }],
    ["/label", 5, 5],
  ])("of %s %j is %j", (instancePath, data, shown) => {
    expect(masked(instancePath, data)).toEqual([shown]);
  });
});

it("reports a text that the database cannot store, with its place if it has one", () => {
  const message = "must not contain a NUL character (the server fails with 500)";

  expect(findUnstorable("\0")).toStrictEqual([{ exception: "ValidationError", message }]);
  expect(findUnstorable({ a: ["\0"], "\0": null })).toStrictEqual([
    { exception: "ValidationError", message, field: "a/0" },
    { exception: "ValidationError", message },
  ]);
  expect(findUnstorable([5, true, null, "fine", "😀"])).toEqual([]);
});
