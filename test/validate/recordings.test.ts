import { describe, expect, it } from "vitest";
import { ValidationError, type CallDetails, type Issue } from "datameta-client";
import document from "datameta-client/openapi.json" with { type: "json" };
import { createValidator } from "datameta-client/validate";
import { readSamples, type OperationSample } from "../support/samples.js";

/** Details of a call for the validator, which uses only the operation and the caller's name. */
function callOf({ operationId, method }: { operationId: string; method: string }): CallDetails {
  const caller = "called";
  return { caller, operationId, method, url: "http://localhost", attempts: 0, outcome: "not-sent" };
}

// The recordings contain no real passwords.
const validator = createValidator({ passwordPolicy: null });

/** Returns the issues that the validator finds in a recorded request. */
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

/** The server accepted these requests, and ignored the member that the validator rejects. */
const ignored = /^up-(typo|email)$/;

/** Recordings of servers whose own validation was turned off. */
const isUnvalidated = ({ id }: OperationSample) => /^n[rv]-/.test(id);

/** The recording has only the beginning of a long body. */
const isCut = ({ response }: OperationSample) => response.body.endsWith("…(cut)");

/** Returns the issues in the server's response, if it is a list of them. */
function recordedIssues(sample: OperationSample): readonly Issue[] {
  const { status, body } = sample.response;
  // Safe: the entries of the server's error lists have the members of issues.
  return status === 400 && body.startsWith("[") && !isCut(sample)
    ? (JSON.parse(body) as Issue[])
    : [];
}

/**
 * Whether the body is missing, broken or of another type. Methods never send such bodies, and the
 * validator's messages for them differ from the server's.
 */
function isUnreadable(sample: OperationSample): boolean {
  return recordedIssues(sample).some(({ exception = "" }) =>
    ["InvalidContentType", "DeserializeError"].includes(exception),
  );
}

/** Matches the messages of the server's checks by its document. Its own code has other messages. */
const byDocument =
  /is a required property$|^None for not nullable$|^.* is not of type |^Additional properties are|^Failed to cast|is not a 'date-time'$/;

describe.each(["v1", "v0"] as const)(
  "with the recordings of a real %s server, the validator",
  (api) => {
    const { samples } = readSamples(api);
    const isRefused = (sample: OperationSample) => issuesOf(sample).length > 0;

    it("rejects many and accepts more", () => {
      const refused = samples.filter(isRefused).length;

      expect(refused).toBeGreaterThan(40);
      expect(samples.length - refused).toBeGreaterThan(300);
    });

    it("accepts every request that the server accepted, except ones with ignored members", () => {
      const accepted = samples.filter(
        ({ response, id }) => response.status < 400 && !ignored.test(id),
      );

      const rejected = accepted.filter(isRefused);

      expect(rejected.map(({ id }) => id)).toEqual([]);
    });

    it("rejects requests with the same issues as the server", () => {
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
    it.each(forbidden)("rejects $id, which the document forbids", (sample) => {
      expect(issuesOf(sample)).not.toEqual([]);
    });

    const successes = samples.filter(
      (sample) =>
        sample.response.status in sample.operation.success &&
        sample.operation.success[sample.response.status] === "json" &&
        !isCut(sample) &&
        !isUnvalidated(sample),
    );
    it.each(successes)("accepts the response of $id", ({ operation, response }) => {
      const data: unknown = JSON.parse(response.body);

      expect(() => {
        validator.checkResponse(callOf(operation), response.status, data);
      }).not.toThrow();
    });
  },
);

interface Media {
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

/** Returns the examples of one operation's request or response. */
function examplesOf(content: unknown): unknown[] {
  const media = (content as Record<string, Media> | undefined)?.["application/json"];
  const { example, examples = {} } = media ?? {};
  const named = Object.values(examples).map(({ value }) => value);
  return (example === undefined ? named : [example, ...named]).filter((each) => each !== undefined);
}

describe("with the document's examples, the validator", () => {
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
  it.each(requests)("accepts the request $body of $operationId", ({ body, path, ...call }) => {
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
  it.each(answers)("accepts the response $status of $operationId", ({ status, data, ...call }) => {
    expect(() => {
      validator.checkResponse(callOf(call), Number(status), data);
    }).not.toThrow();
  });

  it("has an example for most operations", () => {
    expect(requests.length).toBeGreaterThan(15);
    expect(answers.length).toBeGreaterThan(20);
  });
});
