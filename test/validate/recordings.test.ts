import { describe, expect, it } from "vitest";
import { ValidationError, type CallDetails, type Issue } from "datameta-client";
import document from "datameta-client/openapi.json" with { type: "json" };
import { createValidator } from "datameta-client/validate";
import { readSamples, type OperationSample } from "../support/samples.js";

/** A stand-in for a call of the operation: the validator names it, and reads no more of it. */
function callOf({ operationId, method }: { operationId: string; method: string }): CallDetails {
  const caller = "called";
  return { caller, operationId, method, url: "http://localhost", attempts: 0, outcome: "not-sent" };
}

// Passwords are replaced in the recordings.
const validator = createValidator({ passwordPolicy: null });

/** What the validator says of a request as it was recorded. */
function issuesOf({ operation, request }: OperationSample): readonly Issue[] {
  try {
    const url = `http://localhost${request.path}`;
    validator.checkRequest(callOf(operation), url, request.body ?? undefined);
    return [];
  } catch (error) {
    if (error instanceof ValidationError) return error.issues;
    throw error;
  }
}

/** The server took these, and ignored the member that the validator refuses. */
const ignored = /^up-(typo|email)$/;

/** Servers of this kind were told not to check what their own document says. */
const isUnvalidated = ({ id }: OperationSample) => /^n[rv]-/.test(id);

/** The recording keeps the beginning of a long body. */
const isCut = ({ response }: OperationSample) => response.body.endsWith("…(cut)");

/** What the server found, where its answer is a list of that. */
function recordedIssues(sample: OperationSample): readonly Issue[] {
  const { status, body } = sample.response;
  // The server's errors have the members that issues have.
  return status === 400 && body.startsWith("[") && !isCut(sample)
    ? (JSON.parse(body) as Issue[])
    : [];
}

/** A body that no method sends: none, broken, or of another type. There are own words for them. */
function isUnreadable(sample: OperationSample): boolean {
  return recordedIssues(sample).some(({ exception = "" }) =>
    ["InvalidContentType", "DeserializeError"].includes(exception),
  );
}

/** What the checks of the server's document say, as against its own code. */
const byDocument =
  /is a required property$|^None for not nullable$|^.* is not of type |^Additional properties are|^Failed to cast|is not a 'date-time'$/;

describe.each(["v1", "v0"] as const)("of the recordings of a real %s server", (api) => {
  const { samples } = readSamples(api);
  const isRefused = (sample: OperationSample) => issuesOf(sample).length > 0;

  it("many are refused, and more are not", () => {
    const refused = samples.filter(isRefused).length;

    expect(refused).toBeGreaterThan(40);
    expect(samples.length - refused).toBeGreaterThan(300);
  });

  it("no request is refused that the server took, but for members that it ignored", () => {
    const taken = samples.filter(({ response, id }) => response.status < 400 && !ignored.test(id));

    const wronged = taken.filter(isRefused);

    expect(wronged.map(({ id }) => id)).toEqual([]);
  });

  it("what is refused is so with the issues that the server found", () => {
    const both = samples.filter(
      (sample) =>
        sample.response.status === 400 &&
        !isCut(sample) &&
        !isUnreadable(sample) &&
        isRefused(sample),
    );

    expect(both.length).toBeGreaterThan(30);
    for (const sample of both) {
      const found = recordedIssues(sample);
      expect(issuesOf(sample), sample.id).toHaveLength(found.length);
      expect(issuesOf(sample), sample.id).toMatchObject(found);
    }
  });

  const forbidden = samples.filter((sample) =>
    recordedIssues(sample).some(({ message }) => byDocument.test(message)),
  );
  it.each(forbidden)("$id, which the document forbids, is refused", (sample) => {
    expect(issuesOf(sample)).not.toEqual([]);
  });

  const successes = samples.filter(
    (sample) =>
      sample.response.status in sample.operation.success &&
      sample.operation.success[sample.response.status] === "json" &&
      !isCut(sample) &&
      !isUnvalidated(sample),
  );
  it.each(successes)("the answer of $id passes", ({ operation, response }) => {
    const data: unknown = JSON.parse(response.body);

    expect(() => {
      validator.checkResponse(callOf(operation), response.status, data);
    }).not.toThrow();
  });
});

interface Media {
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

/** The examples of one operation's request or answer. */
function examplesOf(content: unknown): unknown[] {
  const media = (content as Record<string, Media> | undefined)?.["application/json"];
  const { example, examples = {} } = media ?? {};
  const named = Object.values(examples).map(({ value }) => value);
  return (example === undefined ? named : [example, ...named]).filter((each) => each !== undefined);
}

describe("of the document's examples", () => {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, value]) => {
      const operation = value as {
        operationId?: string;
        requestBody?: { content: unknown };
        responses: Record<string, { content?: unknown }>;
      };
      return operation.operationId === undefined
        ? []
        : [{ path, method, operation, operationId: operation.operationId }];
    }),
  );

  const requests = operations.flatMap(({ operation, ...rest }) =>
    examplesOf(operation.requestBody?.content).map((body) => ({ ...rest, body })),
  );
  it.each(requests)("the request $body of $operationId passes", ({ body, path, ...call }) => {
    const url = `http://localhost/api/v1${path.replaceAll(/\{\w+\}/g, "id")}`;

    expect(() => {
      createValidator().checkRequest(callOf(call), url, JSON.stringify(body));
    }).not.toThrow();
  });

  const answers = operations.flatMap(({ operation, ...rest }) =>
    Object.entries(operation.responses)
      .filter(([status]) => Number(status) < 400)
      .flatMap(([status, { content }]) =>
        examplesOf(content).map((data) => ({ ...rest, status, data })),
      ),
  );
  it.each(answers)("the answer $status of $operationId passes", ({ status, data, ...call }) => {
    expect(() => {
      validator.checkResponse(callOf(call), Number(status), data);
    }).not.toThrow();
  });

  it("there is one for most operations", () => {
    expect(requests.length).toBeGreaterThan(15);
    expect(answers.length).toBeGreaterThan(20);
  });
});
