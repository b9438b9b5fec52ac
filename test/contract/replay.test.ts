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

/** The recording keeps the beginning of a long body; as it stands, it is one that was cut. */
const isCut = ({ response }: OperationSample) =>
  response.body.endsWith("…(cut)") && response.headers["Content-Type"] === "application/json";

/** What the client refuses to send: the id would lead to another path. */
const isUnsafe = ({ request }: OperationSample) => /\/\/|\/\.\.?(\/|$)|%2F|\/$/i.test(request.path);

const isSuccess = ({ operation, response }: OperationSample) =>
  response.status in operation.success;

/** Servers of this kind were told to send what their own document does not allow. */
const isUnvalidated = ({ id }: OperationSample) => /^n[rv]-/.test(id);

/**
 * What the recorded server says, read apart from the client's own code: the first paragraph of a
 * message. Where the server gave a code or a riddle, the client's sentence is free.
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
    if (status) return [expect.stringContaining(`the server meant ${status}`)];
    return [first === "" ? expect.stringMatching(/^\w+( \S+)+$|^ValidationError$/) : first];
  });
}

/** Pages, uploads, downloads, HEAD, and what was asked of the wrong path or by the wrong method. */
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
      // A body that the recording cut is shorter than this says.
      headers.delete("Content-Length");
      response.writeHead(sample?.response.status ?? 501, Object.fromEntries(headers));
      response.end(sample?.response.body);
    });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  function replay({ id, operation, args }: OperationSample) {
    const datameta = createClient({
      baseUrl: `${server.origin}/api/${api}`,
      // Each with its own: a token that was rejected is not sent again.
      auth: { bearer: `recorded-${encodeURIComponent(id)}` },
      headers: { "X-Sample": id },
      retry: 0,
    });
    // The name is one of the methods; the arguments are what was recorded, also the wrong ones.
    const method = datameta[operation.name as "whoami"] as (args: unknown) => Promise<unknown>;
    return method(args);
  }

  it("is replayed, but for those that are no operation", () => {
    expect(samples.length).toBeGreaterThan(400);
    for (const { request } of others) {
      expect(`${request.method} ${request.path}`).toMatch(notOperations);
    }
  });

  const successes = sendable.filter((sample) => isSuccess(sample) && !isCut(sample));
  it.each(successes)("$id gives the typed data of $operation.operationId", async (sample) => {
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
  it.each(failures)("$id gives the error of $operation.operationId", async (sample) => {
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
  it.runIf(unsafe.length > 0).each(unsafe)("$id is refused before a request", async (sample) => {
    const before = server.requests.length;
    const error: unknown = await replay(sample).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ConfigurationError);
    expect(server.requests).toHaveLength(before);
  });

  const cut = sendable.filter((sample) => isSuccess(sample) && isCut(sample));
  it.each(cut)("$id, whose body was cut, gives a ResponseFormatError", async (sample) => {
    const error: unknown = await replay(sample).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ResponseFormatError);
  });
});
