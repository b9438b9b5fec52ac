import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ConfigurationError,
  ConflictError,
  createClient,
  ForbiddenError,
  GoneError,
  NotFoundError,
  ResponseFormatError,
  ServerError,
  UnauthorizedError,
  ValidationError,
  type ApiError,
} from "datameta-client";
import { serve, type LoopbackServer } from "../support/loopback.js";
import { responseSchema } from "../support/document.js";
import { readSamples, type OperationSample } from "../support/samples.js";

const classes: Readonly<Record<number, typeof ApiError>> = {
  400: ValidationError,
  401: UnauthorizedError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  410: GoneError,
  500: ServerError,
};

/** Whether the recording has only the beginning of a long body. */
const isCut = ({ response }: OperationSample) =>
  response.body.endsWith("…(cut)") && response.headers["Content-Type"] === "application/json";

/** Requests that the client does not send, because the id would lead to another path. */
const isUnsafe = ({ request }: OperationSample) => /\/\/|\/\.\.?(\/|$)|%2F|\/$/i.test(request.path);

const isSuccess = ({ operation, response }: OperationSample) =>
  response.status in operation.success;

/** Recordings of servers whose own validation was turned off. */
const isUnvalidated = ({ id }: OperationSample) => /^n[rv]-/.test(id);

/**
 * The first paragraph of the server's recorded message, read without the client's own code. If the
 * server sent a code or no clear message, the client can use its own sentence.
 */
function recordedMessages(sample: OperationSample): unknown[] {
  const { response } = sample;
  if (response.headers["Content-Type"]?.startsWith("text/plain")) {
    return response.body.split(/\r?\n\r?\n/).slice(1, 2);
  }
  if (response.headers["Content-Type"] !== "application/json" || isCut(sample)) return [];
  const body: unknown = JSON.parse(response.body);
  const entries = (Array.isArray(body) ? body : [body]) as ({ message?: string | null } | null)[];
  return entries.flatMap((entry): unknown[] => {
    if (entry?.message === undefined) return [];
    const [first] = (entry.message ?? "").trim().split("\n\n");
    const status = /^Unknown response http status: (\d+)$/.exec(first ?? "")?.[1];
    if (status) return [expect.stringContaining(`the server turned a ${status}`)];
    return [first === "" ? expect.stringMatching(/^\w+( \S+)+$|^ValidationError$/) : first];
  });
}

/**
 * Requests that do not belong to an operation: pages, uploads, downloads, HEAD, wrong paths and
 * wrong methods.
 */
const notOperations =
  /^HEAD |^PATCH | \/(login|home|tfa|api\/ui\/.+)$| \/api\/v[01]$|\/(upload|download)\/|nope$|logout$|\/users\/\/|v1\/(server|keys)$|(GET|PUT|DELETE) .*\/keys\/?$|(GET|POST) .*(\/keys\/x|\/password|\/appsettings\/.+)$|POST .*\/keys$/;

const ajv = new Ajv2020({ strict: false, validateFormats: false });

describe.each(["v1", "v0"] as const)("every recorded exchange of a real %s server", (api) => {
  const { samples, others } = readSamples(api);
  const sendable = samples.filter((sample) => !isUnsafe(sample));
  let server: LoopbackServer;

  beforeAll(async () => {
    const byId = new Map(samples.map((sample) => [sample.id, sample]));
    server = await serve((request, response) => {
      const sample = byId.get(String(request.headers["x-sample"]));
      const headers = new Map(Object.entries(sample?.response.headers ?? {}));
      // A truncated body is shorter than its Content-Length.
      headers.delete("Content-Length");
      response.writeHead(sample?.response.status ?? 501, Object.fromEntries(headers));
      response.end(sample?.response.body);
    });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  function replay({ id, operation, args }: OperationSample) {
    const datameta = createClient({
      baseUrl: `${server.origin}/api/${api}`,
      // Each call has its own token, because the client never resends a rejected one.
      auth: { bearer: `recorded-${encodeURIComponent(id)}` },
      headers: { "X-Sample": id },
      retry: 0,
    });
    // Safe: the name is one of the methods. The arguments are the recorded ones, even invalid ones.
    const method = datameta[operation.name as "whoami"] as (args: unknown) => Promise<unknown>;
    return method(args);
  }

  it("is replayed if it belongs to an operation", () => {
    expect(samples.length).toBeGreaterThan(400);
    for (const { request } of others) {
      expect(`${request.method} ${request.path}`).toMatch(notOperations);
    }
  });

  const successes = sendable.filter((sample) => isSuccess(sample) && !isCut(sample));
  it.each(successes)("$id returns the typed data of $operation.operationId", async (sample) => {
    const { operation, response } = sample;
    const data = await replay(sample);

    const isEmpty = operation.success[response.status] === "empty";
    expect(data).toEqual(isEmpty ? undefined : JSON.parse(response.body));
    if (isEmpty || isUnvalidated(sample)) return;
    const schema = responseSchema(operation, response.status, "application/json");
    const valid = ajv.validate(schema, data);
    expect(valid, ajv.errorsText()).toBe(true);
  });

  const failures = sendable.filter((sample) => !isSuccess(sample));
  it.each(failures)("$id throws the error of $operation.operationId", async (sample) => {
    const { operation, response } = sample;
    const error: unknown = await replay(sample).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(classes[response.status]);
    expect(error).toMatchObject({
      status: response.status,
      operationId: operation.operationId,
      issues: recordedMessages(sample).map((message) => ({ message })),
    });
    expect(String(error)).toMatch(
      new RegExp(`^\\w+Error: ${operation.name} failed: ${response.status} [A-Z]\\w.*$`),
    );
    expect(String(error)).not.toMatch(/<|undefined|\[object/);
  });

  const unsafe = samples.filter(isUnsafe);
  it.runIf(unsafe.length > 0).each(unsafe)("$id is rejected before a request", async (sample) => {
    const before = server.requests.length;
    const error: unknown = await replay(sample).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ConfigurationError);
    expect(server.requests).toHaveLength(before);
  });

  const cut = sendable.filter((sample) => isSuccess(sample) && isCut(sample));
  it.each(cut)("$id, whose body is truncated, throws a ResponseFormatError", async (sample) => {
    const error: unknown = await replay(sample).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ResponseFormatError);
  });
});
