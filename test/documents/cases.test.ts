import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import {
  createOpenApiClient,
  type OpenApi,
  type OpenApiCallOptions,
} from "datameta-client/openapi";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import type { Problem } from "../../scripts/command/generation-error.js";
import { projectRoot } from "../../scripts/command/project.js";
import { generateFiles } from "../../scripts/generate.js";
import { compileErrors } from "../pipeline/any-document/support/compile.js";
import { failureOf } from "../support/failure-of.js";
import { json, serve, text, type Handler } from "../support/loopback.js";

// The compiler reads the platform's declarations, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const source = (name: string) => fileURLToPath(new URL(`cases/${name}`, import.meta.url));

/** A program for each document that compiles only if the generated types are right. */
const programs: Readonly<Record<string, string>> = {
  "polymorphism-springdoc.yaml": `
    export async function lives(): Promise<number | undefined> {
      const pet = await client.getPet({ id: "1" });
      return pet.petType === "Cat" ? pet.lives : undefined;
    }
    const cat: Cat = { petType: "Cat", lives: 9 };
    export const pet: Pet = { ...cat, petType: "Cat" };`,
  "recursive-arrays.yaml": `
    export const tree: Tree = [[], [[]]];
    export const value: Json = { a: [1, "x", null, { b: true }] };
    void client.getTree().then((found: Tree) => found[0]?.[0]);
    void client.getJson().then((found: Json) => found);`,
  "form-encoding.yaml": `
    void client.createCharge({ body: { metadata: { order: "1" }, expand: ["a"] } });`,
  "defaults-in-component.yaml": `
    void client.createPet({ body: { name: "Rex" } });
    void client.createPet({ body: { name: "Rex" } }).then(({ status }) => {
      // @ts-expect-error -- It can be missing: it has a default, but is not required.
      const promised: string = status;
      return promised;
    });`,
  "discriminator-without-mapping.yaml": `
    void client.createMessage({ body: { role: "user", content: "x" } });
    // @ts-expect-error -- The schema restricts it to another value.
    void client.createMessage({ body: { role: "UserMessage", content: "x" } });`,
  "errors-by-default-and-range.yaml": `
    export function read(error: unknown): string | undefined {
      if (client.getA.isError(error)) return error.status === 404 ? error.body.nf : error.body.detail;
      if (client.getB.isError(error)) return error.status === 409 ? error.body.cf : error.body.error;
      return undefined;
    }`,
  "several-answer-types.yaml": `
    export async function all(): Promise<void> {
      const speech = await client.createSpeech({ body: { stream: true } });
      if (speech instanceof Blob) void speech.size;
      else for await (const { data } of speech) void data.length;
      const csv: string = await client.getReport({}, { accept: "text/csv" });
      const rows = (await client.getReport({}, { accept: "application/json" })).rows;
      const report: { rows?: number } | string | Blob = await client.getReport();
      const any: string | Blob = await client.getAny();
      for await (const line of await client.getLines()) void line;
      const stream: ReadableStream<Uint8Array> = await client.getReport({ stream: true });
      // @ts-expect-error -- The document does not have it.
      void client.getReport({ accept: "text/html" });
      void [csv, rows, report, any, stream];
    }`,
  "content-parameter.yaml": `
    void client.search({ filter: { a: 1 } });
    // @ts-expect-error -- It is a number.
    void client.search({ filter: { a: "1" } });`,
  "path-with-fragment.yaml": `void client.listFiles({ fields: "id" });`,
  "binary-in-3.1.yaml": `
    void client.createSticker({ body: { name: "n", file: new Blob() } });
    // @ts-expect-error -- It is a file.
    void client.createSticker({ body: { name: "n", file: "text" } });`,
  "multipart-parts.yaml": `
    void client.upload({ body: { meta: { title: "t" }, tags: ["a"], file: new Blob() } });`,
  "read-only-and-write-only.yaml": `
    void client.createUser({ body: { name: "n", password: "p" } }).then((user) => {
      const id: string = user.id;
      // @ts-expect-error -- Responses do not have it.
      return [id, user.password];
    });`,
  "null-extension.yaml": `void client.getA();`,
  "device-flow.yaml": `void client.getA();`,
  "description-with-code.json": `void client.getA();`,
  "schema-words.yaml": `void client.postA({ body: { p: ",x" } });`,
};

/** The rejected documents with their messages. */
const rejected: Readonly<Record<string, RegExp>> = {
  "circular-alias.yaml":
    /circular-alias\.yaml:12:5 The \$ref "#\/components\/schemas\/B" leads back/,
  "reference-outside.json":
    /reference-outside\.json:11:20 .*\$ref "\/etc\/hostname"[^]*:19:19 .*\$ref "http:\/\/127\.0\.0\.1:9\/x\.json"/,
};

let folder = "";
const warnings = new Map<string, readonly Problem[]>();
let errors: string[] = [];

beforeAll(async () => {
  await mkdir(join(projectRoot, ".cache"), { recursive: true });
  folder = await mkdtemp(join(projectRoot, ".cache", "cases-"));
  const sources: string[] = [];
  for (const [name, program] of Object.entries(programs)) {
    const out = join(folder, name);
    await mkdir(out);
    const made = await generateFiles({ spec: source(name) });
    warnings.set(name, made.warnings);
    const schema = made.files.find(({ file }) => file === "schema.ts")?.text ?? "";
    const schemas = schema.matchAll(/^export type (\w+) =/gm);
    const names = Array.from(schemas, ([, each = ""]) => each).join(", ");
    const files = [
      ...made.files,
      {
        file: "program.ts",
        text: `import * as api from "./operations.js";
          import type { operations, ${names} } from "./schema.js";
          import { createOpenApiClient } from "datameta-client/openapi";
          const client = createOpenApiClient<operations, typeof api>(api, { baseUrl: "http://localhost" });
          ${program}
          export {};`,
      },
    ];
    for (const { file, text: content } of files) {
      await writeFile(join(out, file), content);
      if (file.endsWith(".ts")) sources.push(join(out, file));
    }
  }
  errors = compileErrors(sources);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The methods of any document, because the compiler does not have the types of this one. */
type Methods = Readonly<
  Record<
    string,
    ((args?: object, options?: OpenApiCallOptions<OpenApi>) => Promise<unknown>) & {
      isError(error: unknown): boolean;
    }
  >
>;

async function clientOf(name: string, baseUrl: string): Promise<Methods> {
  const file = pathToFileURL(join(folder, name, "operations.ts")).href;
  const api = (await import(file)) as OpenApi; // Safe: the generated table has this type.
  return createOpenApiClient<Record<string, never>, never>(api as never, { baseUrl, retry: 0 });
}

describe("the files of a document compile with strict settings and have the documented types:", () => {
  it.each(Object.keys(programs))("%s", (name) => {
    expect(errors.filter((error) => error.includes(`${name}/`))).toEqual([]);
  });

  it("all documents together", () => {
    expect(errors).toEqual([]);
  });
});

describe("a document is rejected with its place", () => {
  it.each(Object.entries(rejected))("%s", async (name, message) => {
    const failure = await failureOf(generateFiles({ spec: source(name) }));

    expect(failure).toMatchObject({ name: "GenerationError" });
    expect(String(failure)).toMatch(message);
  });
});

describe("a request has the documented form", () => {
  it.each<[name: string, method: string, args: object, path: string, body: string | RegExp]>([
    [
      "form-encoding.yaml",
      "createCharge",
      { body: { metadata: { order: "1" }, expand: ["a", "b"], note: undefined } },
      "/charges",
      "metadata%5Border%5D=1&expand=a,b",
    ],
    [
      "content-parameter.yaml",
      "search",
      { filter: { a: 1 } },
      `/search?filter=${encodeURIComponent('{"a":1}')}`,
      "",
    ],
    ["path-with-fragment.yaml", "listFiles", { fields: "id" }, "/files?fields=id", ""],
    [
      "multipart-parts.yaml",
      "upload",
      { body: { meta: { title: "t" }, tags: ["a", "b"], file: new Blob(["x"]) } },
      "/upload",
      /name="meta"\r\nContent-Type: application\/json\r\n\r\n\{"title":"t"\}\r\n[^]*name="tags"\r\nContent-Type: application\/json\r\n\r\n\["a","b"\]\r\n[^]*name="file"; filename="blob"\r\nContent-Type: application\/octet-stream\r\n\r\nx\r\n/,
    ],
  ])("%s: %s", async (name, method, args, path, body) => {
    await using server = await serve((_, response) => void response.end());
    const client = await clientOf(name, server.origin);

    await client[method]?.(args);

    expect(server.requests[0]?.path).toBe(path);
    expect(server.requests[0]?.body).toEqual(
      typeof body === "string" ? body : expect.stringMatching(body),
    );
  });
});

describe("several-answer-types.yaml", () => {
  const name = "several-answer-types.yaml";
  const as =
    (type: string, ...chunks: string[]): Handler =>
    async (_, response) => {
      response.writeHead(200, { "Content-Type": type });
      for (const chunk of chunks) {
        response.write(chunk);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      response.end();
    };
  const collect = async (values: unknown): Promise<unknown[]> => {
    const found: unknown[] = [];
    // Safe: the document describes a stream.
    for await (const value of values as AsyncIterable<unknown>) found.push(value);
    return found;
  };

  it("accepts all documented types, and returns a file as a Blob", async () => {
    await using server = await serve(text(200, "audio/mpeg", "mp3"));
    const client = await clientOf(name, server.origin);

    const speech = await client["createSpeech"]?.({ body: {} });

    expect(server.requests[0]?.headers.accept).toBe("application/octet-stream, text/event-stream");
    expect(await (speech as Blob).text()).toBe("mp3");
  });

  it("returns server-sent events as they arrive", async () => {
    const events = as(
      "text/event-stream; charset=utf-8",
      ": hello\r\nid: 1\r\nevent: de",
      "lta\r\ndata: a\r\ndata:b\r\n\r",
      "\ndata: last\n\ndata: cut",
    );
    await using server = await serve(events);
    const client = await clientOf(name, server.origin);

    expect(await collect(await client["createSpeech"]?.({ body: {} }))).toEqual([
      { event: "delta", data: "a\nb", id: "1" },
      { event: "message", data: "last", id: "1" },
    ]);
  });

  it("lets the caller choose the media type, and otherwise uses the type of the response", async () => {
    await using server = await serve(({ headers }, response) =>
      text(
        200,
        String(headers.accept).split(",")[0] ?? "",
        '{"rows":1}',
      )({ headers } as never, response),
    );
    const client = await clientOf(name, server.origin);

    expect(await client["getReport"]?.({ accept: "text/csv" })).toBe('{"rows":1}');
    expect(await client["getReport"]?.()).toEqual({ rows: 1 });
    const pdf = await client["getReport"]?.({ accept: "application/pdf" });
    expect(pdf).toBeInstanceOf(Blob);
  });

  it.each<[type: string, body: string, wanted: unknown]>([
    ["application/json", '"x"', "x"],
    ["text/plain", "x", "x"],
    ["image/png", "x", expect.any(Blob)],
  ])("reads a response of any type as %s", async (type, body, wanted) => {
    await using server = await serve(text(200, type, body));
    const client = await clientOf(name, server.origin);

    expect(await client["getAny"]?.()).toEqual(wanted);
  });

  it("reads lines of JSON one by one, and closes the connection if the caller stops", async () => {
    let closed = false;
    await using server = await serve((_, response) => {
      response.on("close", () => (closed = true));
      response.writeHead(200, { "Content-Type": "application/x-ndjson" });
      response.write('{"a":1}\n{"a"');
      response.write(":2}\n");
    });
    const client = await clientOf(name, server.origin);

    const lines = (await client["getLines"]?.()) as AsyncIterable<unknown>;
    const found: unknown[] = [];
    for await (const line of lines) {
      found.push(line);
      if (found.length === 2) break;
    }

    expect(found).toEqual([{ a: 1 }, { a: 2 }]);
    await vi.waitFor(() => expect(closed).toBe(true));
  });

  it("returns any body as a stream of bytes, which the caller's signal can abort", async () => {
    await using server = await serve((_, response) => {
      response.writeHead(200, { "Content-Type": "application/pdf" });
      response.write("begin");
    });
    const client = await clientOf(name, server.origin);
    const abort = new AbortController();

    const stream = (await client["getReport"]?.({
      stream: true,
      signal: abort.signal,
    })) as ReadableStream<Uint8Array>;
    const reader = stream.getReader();
    const first = await reader.read();
    const next = failureOf(reader.read());
    abort.abort("enough");

    expect(new TextDecoder().decode(first.value)).toBe("begin");
    expect(await next).toBe("enough");
  });
});

describe("errors-by-default-and-range.yaml", () => {
  it.each<[method: string, status: number, body: object, documented: boolean[]]>([
    ["getA", 404, { nf: "x" }, [true, false]],
    ["getA", 422, { title: "t", detail: "why it failed" }, [true, false]],
    ["getB", 409, { cf: "x" }, [false, true]],
    ["getB", 418, { error: "x" }, [false, true]],
    ["getB", 500, {}, [false, false]],
  ])(
    "%s with %i is narrowed only if its operation documents it",
    async (method, status, body, documented) => {
      await using server = await serve(json(status, body));
      const client = await clientOf("errors-by-default-and-range.yaml", server.origin);

      const failure = await failureOf(client[method]?.() ?? Promise.resolve());

      expect(["getA", "getB"].map((each) => client[each]?.isError(failure))).toEqual(documented);
      expect(failure).toMatchObject({ status, body });
      if ("detail" in body) expect(String(failure)).toContain(body.detail);
    },
  );
});

describe("a text in a document never becomes code", () => {
  it("description-with-code.json: an import has no effects", async () => {
    const files = ["operations.ts", "schema.ts", "request-validators.ts", "response-validators.ts"];
    const modules = await Promise.all(
      files.map(async (file) => {
        const path = pathToFileURL(join(folder, "description-with-code.json", file)).href;
        return Object.keys((await import(path)) as object);
      }),
    );

    expect("INJECTED" in globalThis).toBe(false);
    expect(modules.flat()).not.toContain("INJECTED2");
  });

  it("schema-words.yaml: validators accept exactly the values and the pattern", async () => {
    const file = pathToFileURL(join(folder, "schema-words.yaml", "request-validators.ts")).href;
    const { requestOperations } = (await import(file)) as {
      requestOperations: Record<string, { body(value: unknown): boolean }>;
    };
    const isValid = (value: object) => requestOperations["postA"]?.body(value);

    expect([{ p: "{schemaPath:" }, { p: ",x" }, { q: "a,schemaPath:b" }].map(isValid)).toEqual([
      true,
      true,
      true,
    ]);
    expect([{ p: "{" }, { p: "{x" }, { q: "," }, { q: "" }].map(isValid)).toEqual([
      ...[false, false, false, false],
    ]);
  });
});

it("only unsupported parts cause warnings", async () => {
  const all = [...warnings].flatMap(([name, found]) => found.map(({ message }) => [name, message]));

  expect(all).toEqual([]);
  expect(await readFile(join(folder, "device-flow.yaml", "schema.ts"), "utf8")).toMatch(
    /^\/\/ Generated by `datameta-client generate` from device-flow\.yaml \(Case 1\)\. Do not edit\.\n/,
  );
});
