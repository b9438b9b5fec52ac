import fc from "fast-check";
import document from "datameta-client/openapi.json" with { type: "json" };
import { checksumOf, contents, integers, Placeholder, record, refer, textFor } from "./texts.js";
import type { Kind, Reference } from "./things.js";

/** A request with references instead of the ids, which differ between the servers. */
export interface PlannedRequest {
  /** The operationId, or the name of another page. */
  readonly operation: string;
  readonly method: string;
  readonly path: readonly (string | Reference)[];
  readonly credential: Credential;
  readonly accept?: string | undefined;
  readonly contentType?: string | undefined;
  /** JSON with placeholders. Strings and bytes are sent unchanged. */
  readonly body?: unknown;
}

/** The name of an account, a reference to a token, or a literal header. */
export type Credential =
  { readonly account: string } | Reference | { readonly header: string } | null;

export const accountNames = ["admin", "boss", "reader", "head", "member", "colleague", "outsider"];

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly schema?: Schema;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { $ref?: string; name: string; in: string; schema: Schema }[];
  readonly requestBody?: { readonly content: { readonly "application/json": { schema: Schema } } };
}

const accept = fc.oneof(
  { weight: 20, arbitrary: fc.constant("application/json") },
  fc.constantFrom(undefined, "*/*", "text/html", "application/json, text/plain, */*"),
);

const contentType = fc.oneof(
  { weight: 30, arbitrary: fc.constant("application/json") },
  fc.constantFrom(undefined, "application/json; charset=utf-8", "Application/JSON", "text/plain"),
);

const account = fc.constantFrom(...accountNames).map((name) => ({ account: name }));

const credential: fc.Arbitrary<Credential> = fc.oneof(
  { weight: 24, arbitrary: account },
  { weight: 1, arbitrary: refer("token") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      null,
      ...["Bearer x", "bearer x", "Bearer", "Basic eDp5", "Bearer x y"].map((header) => ({
        header,
      })),
    ),
  },
);

/** Generates values that the schema allows. */
function allowed(declaredSchema: Schema, name: string): fc.Arbitrary<unknown> {
  const schema = resolve(declaredSchema);
  const [type = "object", ...others] = [schema.type ?? []].flat();
  if (others.length > 0) {
    return fc.oneof(...[type, ...others].map((each) => allowed({ ...schema, type: each }, name)));
  }
  switch (type) {
    case "string":
      return textFor(name);
    case "boolean":
      return fc.boolean();
    case "integer":
      return integers;
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(allowed(schema.items ?? {}, name), { maxLength: 3 });
    default: {
      if (!schema.properties) return record;
      const members = Object.entries(schema.properties).map(
        ([key, value]) => [key, allowed(value, key)] as const,
      );
      const requiredKeys = [...(schema.required ?? [])];
      return fc.record(Object.fromEntries(members), { requiredKeys, noNullPrototype: true });
    }
  }
}

function resolve(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const [, , section = "", name = ""] = schema.$ref.split("/");
  const components = document.components as unknown as Record<string, Record<string, Schema>>;
  return components[section]?.[name] ?? {};
}

const others = fc.constantFrom<unknown>(null, "a'b", 5, true, [], ["x"], {}, { a: null });

/** Generates values for a body, some of them invalid. */
function body(schema: Schema): fc.Arbitrary<unknown> {
  const right = allowed(schema, "");
  const wrong = fc
    .tuple(right, fc.nat(), others, fc.constantFrom("change", "remove", "add", "replace"))
    .map(([value, at, other, how]) => {
      const entries = Object.entries(value ?? {});
      if (how === "replace") return other;
      if (how === "add") return { ...Object.fromEntries(entries), extra: other };
      const index = at % Math.max(1, entries.length);
      const changed = entries.flatMap(([name, member], place) =>
        place !== index ? [[name, member]] : how === "remove" ? [] : [[name, other]],
      );
      return Object.fromEntries(changed) as unknown;
    });
  const broken = fc.constantFrom<unknown>(
    "",
    "{",
    "{'a': 1}",
    '"\\ud800"',
    Buffer.from('{"\xff":1}', "latin1"),
  );
  return fc.oneof(
    { weight: 24, arbitrary: right },
    { weight: 6, arbitrary: wrong },
    { weight: 1, arbitrary: broken },
  );
}

/** The kind of resource that the identifier after a path segment refers to. */
const kinds: Readonly<Record<string, Kind>> = {
  ...{ keys: "key", users: "user", files: "file", "get-file-url": "file", metadata: "definition" },
  ...{ metadatasets: "set", services: "service", "service-execution": "service" },
  ...{ "{serviceId}": "set", groups: "group", appsettings: "setting" },
};

const oddSegments = fc.constantFrom(
  "no-such-id",
  "0",
  "%00",
  "%2F",
  "%ff",
  "%C3%A4",
  "a%20b",
  "..",
);

function pathId(kind: Kind): fc.Arbitrary<string | Reference> {
  return fc.oneof(
    { weight: 16, arbitrary: refer(kind) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(refer(kind), fc.constantFrom("upper", "braces", "urn", "bare"))
        .map(([reference, written]) => ({ ...reference, form: "uuid" as const, written })),
    },
    { weight: 1, arbitrary: refer("user") },
    { weight: 1, arbitrary: oddSegments },
  );
}

const queryValues: Readonly<Record<string, fc.Arbitrary<string | Reference>>> = {
  expires: fc.constantFrom(
    ...["1", "60", "-1", " 2 ", "1_0", "+1", "1.5", "x", "", "٣", "99999999", "99999999999"],
    ...["-36028797018963967", "-9999999999", "1e3"],
  ),
  redirect: fc.constantFrom("true", "false", "1", "0", "yes", "Off", "2", ""),
  awaitingService: refer("service"),
};

const encoded = (value: string | Reference) =>
  typeof value === "string" ? encodeURIComponent(value) : value;

const dates = fc.constantFrom(
  ...[
    "2030-01-01T00:00:00Z",
    "2020-01-01T00:00:00+01:00",
    "2020-01-01T00:00:00%2B01:00",
    "2030-01-01",
  ],
  ...["2020-01-01T00:00:00", "2020-01-01T10", "20200101T101010Z", "2020-W01-1T10:00Z", "x", ""],
);

function planOperation(path: string, method: string, operation: Operation) {
  const names = (operation.parameters ?? [])
    .map((each) => (each.$ref === undefined ? each : (resolve(each as Schema) as typeof each)))
    .filter((each) => each.in === "query")
    .map(({ name }) => name);
  const segments = path.split("/").slice(1);
  const pathParts = fc.tuple(
    ...segments.map((segment, index) =>
      segment.startsWith("{")
        ? pathId(kinds[segments[index - 1] ?? ""] ?? "set")
        : fc.constant<string | Reference>(segment),
    ),
  );
  const query = fc.tuple(
    ...names.map((name) =>
      fc.option((queryValues[name]?.map(encoded) ?? dates).map((value) => [name, value] as const)),
    ),
  );
  const schema = operation.requestBody?.content["application/json"].schema;
  return fc
    .record({
      pathParts,
      query,
      credential,
      accept,
      contentType,
      body: schema ? body(schema) : fc.constant(undefined),
    })
    .map(({ pathParts: parts, query: pairs, ...rest }): PlannedRequest => ({
      ...rest,
      operation: operation.operationId,
      method: method.toUpperCase(),
      path: [
        ...parts.flatMap((part) => ["/", part]),
        ...pairs
          .filter((pair) => pair !== null)
          .flatMap(([name, value], index) => [`${index === 0 ? "?" : "&"}${name}=`, value]),
      ],
      contentType: schema ? rest.contentType : undefined,
    }));
}

/** Rare requests. They are slow or make later requests fail. */
const weights: Readonly<Record<string, number>> = {
  ...{ SetUserPassword: 3, CreateMetaDatum: 1, UpdateMetaDatum: 2, UserUpdateRequest: 4 },
  ...{ CreateApiKey: 6, PostRegistration: 6 },
};

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item as unknown as Record<string, Operation>)
    .filter(([, operation]) => "operationId" in operation)
    .map(([method, operation]) => ({
      weight: weights[operation.operationId] ?? 10,
      arbitrary: planOperation(path, method, operation),
    })),
);

const last = (kind: Kind, form: Reference["form"] = "uuid"): Reference => ({ kind, back: 0, form });

/** Generates multipart forms, some of them invalid. */
const form = fc
  .record({
    content: fc.constantFrom(...contents),
    disposition: fc.oneof(
      { weight: 4, arbitrary: fc.constant('form-data; name="file"; filename="x"') },
      fc.constantFrom(
        ...[
          "form-data; name=file; filename=x",
          'form-data; name="file"',
          'form-data; name="other"; filename="x"',
        ],
        ...[
          'form-data; name="file"; filename=""',
          'Form-Data; Name="file"; FileName="x"',
          'form-data; name="file";\r\n filename="x"',
        ],
      ),
    ),
    lineEnd: fc.oneof({ weight: 4, arbitrary: fc.constant("\r\n") }, fc.constant("\n")),
    type: fc.oneof(
      { weight: 8, arbitrary: fc.constant("multipart/form-data; boundary=b") },
      fc.constantFrom(
        ...[
          'multipart/form-data; boundary="b"',
          "multipart/form-data;x=1;Boundary=b",
          "Multipart/Form-Data; boundary=b",
        ],
        ...[
          "multipart/form-data",
          "multipart/form-data ; boundary=b",
          "application/x-www-form-urlencoded",
          "text/plain",
        ],
      ),
    ),
    end: fc.oneof(
      { weight: 6, arbitrary: fc.constant("--b--") },
      fc.constantFrom("", "--b", "--b-- "),
    ),
    before: fc.oneof(
      { weight: 6, arbitrary: fc.constant("") },
      fc.constantFrom("preamble\r\n", "\r\n"),
    ),
  })
  .map(({ content, disposition, lineEnd, type, end, before }) => {
    const head = `--b${lineEnd}Content-Disposition: ${disposition}${lineEnd}${lineEnd}`;
    return {
      type,
      body: Buffer.from(`${before}${head}${content}${lineEnd}${end}${lineEnd}`, "latin1"),
    };
  });

const upload = fc
  .record({ form, back: fc.constantFrom(0, 0, 0, 1, 5), known: fc.boolean() })
  .map(({ form: { type, body: bytes }, back, known }): PlannedRequest => ({
    operation: "upload",
    method: "POST",
    path: ["/upload/", { ...last("file"), back }],
    credential: known ? { ...last("upload"), back } : last("upload"),
    contentType: type,
    body: bytes,
  }));

const download = fc
  .record({ back: fc.nat(5), method: fc.constantFrom("GET", "GET", "GET", "HEAD") })
  .map(({ back, method }): PlannedRequest => ({
    operation: "download",
    method,
    path: [{ ...last("download"), back }],
    credential: null,
  }));

const lost = fc
  .record({
    method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"),
    path: fc.constantFrom(
      "//api",
      "//openapi.yaml",
      "//nope",
      "/nope",
      "/server",
      "/keys",
      "/metadatasets",
      "/files/x",
      "/users//keys",
      "",
    ),
    credential,
    accept,
  })
  .map(({ path, ...rest }): PlannedRequest => ({ ...rest, operation: "elsewhere", path: [path] }));

/** Generates a whole upload and submission, sometimes with a step left out. */
const story = fc
  .record({
    account,
    viewer: account,
    name: fc.constantFrom("reads.txt", "läsningar.txt"),
    content: fc.constantFrom(...contents),
    id: fc.integer({ min: 10, max: 99 }),
    more: record,
    skipped: fc.integer({ min: -12, max: 8 }),
  })
  .map(({ account: owner, viewer, name, content, id, more, skipped }): PlannedRequest[] => {
    const call = (
      operation: string,
      method: string,
      path: PlannedRequest["path"],
      sent?: unknown,
      by: Credential = owner,
    ): PlannedRequest => ({
      ...{ operation, method, path, credential: by, accept: "application/json" },
      ...(sent !== undefined && { contentType: "application/json", body: sent }),
    });
    const part = `--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n${content}\r\n--b--\r\n`;
    const both = {
      metadatasetIds: [new Placeholder(last("set", "site"))],
      fileIds: [new Placeholder(last("file"))],
    };
    // Some records contain values of a service, which the server rejects here.
    const plain = more as Record<string, unknown>;
    return [
      call("CreateFile", "POST", ["/files"], { name, checksum: checksumOf(content) }),
      {
        ...{
          operation: "upload",
          method: "POST",
          path: ["/upload/", last("file")],
          credential: last("upload"),
        },
        ...{ contentType: "multipart/form-data; boundary=b", body: Buffer.from(part, "latin1") },
      },
      call("UpdateFile", "PUT", ["/files/", last("file")], { contentUploaded: true }),
      call("CreateMetaDataSet", "POST", ["/metadatasets"], {
        record: { ...plain, ID: `AB${id}`, Reads: name },
      }),
      call("PrevalidateSubmission", "POST", ["/presubvalidation"], both),
      call("CreateSubmission", "POST", ["/submissions"], { ...both, label: "first" }),
      call(
        "ServiceSetMetaDatum",
        "POST",
        ["/service-execution/", last("service"), "/", last("set")],
        { record: { QC: "pass" }, fileIds: [] },
        { account: "colleague" },
      ),
      call("GetMetaDataSet", "GET", ["/metadatasets/", last("set")], undefined, viewer),
      call("GetFileUrl", "GET", ["/rpc/get-file-url/", last("file")], undefined, viewer),
    ].filter((_, index) => index !== skipped);
  });

/** Generates the requests of one run, in order. */
export function planRequests(seed: number, count: number): PlannedRequest[] {
  const one = fc.oneof(
    ...operations,
    { weight: 12, arbitrary: upload },
    { weight: 6, arbitrary: download },
    { weight: 4, arbitrary: lost },
  );
  const steps = fc.oneof(
    { weight: 12, arbitrary: one.map((request) => [request]) },
    { weight: 1, arbitrary: story },
  );
  return fc.sample(steps, { seed, numRuns: count }).flat().slice(0, count);
}
