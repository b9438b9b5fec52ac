import { createHash } from "node:crypto";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { QueryClient } from "@tanstack/react-query";
import { createClient } from "datameta-client";
import document from "datameta-client/openapi.json" with { type: "json" };
import { startTestServer, type TestServer } from "datameta-client/testing";
import createQueryClient from "openapi-react-query";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { specDocument } from "../../scripts/document/spec-document.js";
import { listOperations } from "../../scripts/operations/operation-list.js";
import { runProgram } from "../examples/support/run-program.js";
import { compileSnippets } from "./support/compile.js";
import { guidesFolder, readSnippets } from "./support/snippets.js";

const snippets = await readSnippets();
const { operations } = listOperations(specDocument(document));

/** The output of each program in the guides, or the reason why it does not run here. */
const outcomes: Readonly<
  Record<
    string,
    RegExp | "needs a browser" | "needs a platform" | "a separate process" | "generated code"
  >
> = {
  "authentication-1": /^nightly upload works until \d{4}-\d\d-\d\dT[\d:.]+$/,
  "authentication-2": /^Ada$/,
  "authentication-3": /^call 1: rejected, 1 requests\ncall 2: not-sent, 0 requests$/,
  "browser-1": "needs a browser",
  "browser-2": "a separate process",
  "browser-3": "needs a platform",
  "errors-1": /^There is no such file\.$/,
  "errors-2": /^sampel_id: The field was not expected\.$/m,
  "errors-3": /^400$/,
  "from-python-1": /^[\da-f-]{36}$/,
  "getting-started-1": /^DataMeta 1\.1\.1$/,
  "getting-started-2": /^Ada of Analysts$/,
  "getting-started-3": /^test key$/,
  "getting-started-4": /^200 [\d.]+$/,
  "getting-started-5": /^0$/,
  "index-1": /^Ada of Analysts$/,
  "passwords-1": /^The password is changed; API keys stay as they are\.$/,
  "passwords-2": /^The password is set\.$/,
  "options-1": /^application\/json 1\.1\.1\n1\ndescribe$/,
  "options-2": /^ValidationError not-sent expires$/,
  "react-query-1": "needs a browser",
  "react-query-2": "needs a browser",
  "react-query-3": "needs a browser",
  "runtimes-1": /^Ada$/,
  "runtimes-2": "needs a platform",
  "runtimes-3": /^\/api\/v1\/server 200$/,
  "submitting-data-1": /^sample_id \(mandatory\): AB12\nreads: a file$/,
  "submitting-data-2": /^Submitted as DMS-\d+\.$/m,
  "submitting-data-3": /^1$/,
  "submitting-data-4": /^DMF-\d+: \d+ bytes$/,
  "submitting-data-5": /^The file is complete\.$/,
  "submitting-data-6": /^Nothing was submitted since yesterday\.$/,
  "testing-1": /^true$/,
  "testing-2": /^first$/,
  "testing-3": "a separate process",
  "testing-4": /^401$/,
  "testing-5": /^Ordinary Member has the key: true$/,
  "testing-6": /^http:\/\/localhost:5173$/,
  "versions-1": /^five failed logins lock the account$/,
  "versions-2": /^[\d.]+$/,
  "your-own-api-1": "generated code",
};

describe("the guides", () => {
  it("have programs that compile under strict settings", async () => {
    // The other programs import generated files. test/package/ generates these and runs them.
    const complete = snippets.filter(({ name }) => outcomes[name] !== "generated code");
    expect(await compileSnippets(complete)).toEqual([]);
  }, 120_000);

  it("have only programs with an expected result", () => {
    expect(snippets.map(({ name }) => name).toSorted()).toEqual(Object.keys(outcomes).toSorted());
  });

  it("show each operation with its call in Python, except newer operations", async () => {
    const text = await readFile(new URL("from-python.md", guidesFolder), "utf8");
    const table = /^## Each call\n(.*?)^## /ms.exec(text)?.[1] ?? "";
    const named = Array.from(table.matchAll(/^\| .*\| `(\w+)` +\|$/gm), ([, name]) => name);
    const methods = operations.map(({ methodName }) => methodName);
    const fromTheStart = operations.filter(({ since }) => since === undefined);

    expect(methods).toEqual(expect.arrayContaining(named));
    expect(named).toEqual(expect.arrayContaining(fromTheStart.map((each) => each.methodName)));
  });
});

describe("the program", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "datameta-guides-"));
    await writeFile(join(folder, "reads_1.fastq.gz"), "@read_1\nACGT\n+\nIIII\n");
  });
  afterAll(() => rm(folder, { recursive: true }));

  const run = snippets.filter(({ name }) => outcomes[name] instanceof RegExp);

  it.each(run)("$name runs", async ({ name, code }) => {
    await using server = await startServer();

    const lines = await runProgram(name, code, {
      standIns: standInsFor(code, server),
      env: {
        DATAMETA_TOKEN: server.account("ada@example.org").token,
        DATAMETA_PASSWORD: server.account("ada@example.org").password,
      },
    });

    expect(lines.join("\n")).toMatch(outcomes[name] as RegExp);
  });

  it("for a proxy forwards calls and uploads to the server", async () => {
    await using server = await startServer();
    await using proxy = await startProxy(codeOf("browser-2"), server.origin);
    const { token } = server.account("ada@example.org");
    const baseUrl = `${proxy.origin}/api/v1`;
    const datameta = createClient({ baseUrl, auth: { bearer: token } });
    const content = "@read_1\nACGT\n";
    const checksum = createHash("md5").update(content).digest("hex");

    const { id, urlToUpload, requestHeaders } = await datameta.createFile({
      body: { name: "reads", checksum },
    });
    const body = new FormData();
    body.append("file", new Blob([content]), "reads");
    await fetch(urlToUpload, { method: "POST", headers: requestHeaders, body });
    const file = await datameta.updateFile({ id: id.uuid, body: { contentUploaded: true } });
    const page = await fetch(proxy.origin);

    expect(urlToUpload).toContain(`${baseUrl}/upload/`);
    expect(file.filesize).toBe(content.length);
    expect(await page.text()).toBe("<h1>Your page</h1>");
  });

  it("for a proxy returns 502 while the server is down, and continues afterwards", async () => {
    const port = await findFreePort();
    await using proxy = await startProxy(codeOf("browser-2"), `http://127.0.0.1:${port}`);
    const datameta = createClient({ baseUrl: `${proxy.origin}/api/v1`, retry: 0 });

    for (const call of [datameta.getServerInfo(), datameta.getRegistrationSettings()]) {
      await expect(call).rejects.toMatchObject({ name: "ServerError", status: 502 });
    }
  });

  it("for openapi-react-query returns data and the client's errors", async () => {
    await using server = await startServer();
    const { token } = server.account("ada@example.org");
    const datameta = createClient({ baseUrl: server.url, auth: { bearer: token } });
    const api = createQueryClient(datameta.http);
    const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    const fileOf = (id: string) =>
      queries.query(api.queryOptions("get", "/files/{id}", { params: { path: { id } } }));

    const { id } = await datameta.createFile({ body: { name: "reads", checksum: "x" } });

    expect(await fileOf(id.uuid)).toMatchObject({ name: "reads" });
    await expect(fileOf("DMF-00000000")).rejects.toMatchObject({
      name: "NotFoundError",
      operationId: "GetFile",
    });
  });

  it("for a user's own test passes", async () => {
    await using program = await writeProgram("own-test", codeOf("testing-3"));

    const { stdout } = await promisify(execFile)(process.execPath, [...tsx, program.path]);

    expect(stdout).toMatch(/^# pass 1$/m);
  });
});

/** Creates the files that the programs read and write. */
let folder = "";

const tsx = ["--import", "tsx"];

function codeOf(name: string): string {
  const snippet = snippets.find((each) => each.name === name);
  if (!snippet) throw new Error(`no guide has the program ${name}`);
  return snippet.code;
}

function startServer(): Promise<TestServer> {
  const ada = { email: "ada@example.org", password: "correct.Horse.7", name: "Ada" };
  return startTestServer({
    accounts: [{ ...ada, group: "Analysts" }],
    metadata: [
      { name: "sample_id", example: "AB12", isMandatory: true, isSiteUnique: true },
      { name: "reads", isFile: true },
    ],
  });
}

function standInsFor(code: string, server: TestServer): Map<string, string> {
  const all = new Map([
    ["https://datameta.example.org", server.origin],
    ...["reads_1.fastq.gz", "copy.fastq.gz"].map(
      (name) => [`data/${name}`, join(folder, name)] as const,
    ),
    ["from-the-mail", server.createResetToken({ email: "ada@example.org" })],
  ]);
  return new Map([...all].filter(([text]) => code.includes(text)));
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  // Safe: a server on TCP has such an address.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

interface Program extends AsyncDisposable {
  readonly path: string;
}

async function writeProgram(name: string, code: string): Promise<Program> {
  const folder = new URL(`../../.cache/${name}-${process.pid}/`, import.meta.url);
  await mkdir(folder, { recursive: true });
  const file = new URL("program.ts", folder);
  await writeFile(file, code);
  return {
    path: fileURLToPath(file),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

interface Proxy extends AsyncDisposable {
  readonly origin: string;
}

/** Runs the proxy of the guide until it is disposed. */
async function startProxy(code: string, target: string): Promise<Proxy> {
  const port = await findFreePort();
  const adapted = code
    .replace("http://127.0.0.1:6543", target)
    .replace(
      'listen(8080, "127.0.0.1")',
      `listen(${port}, "127.0.0.1", () => console.log("ready"))`,
    );
  const program = await writeProgram("proxy", adapted);
  const child = spawn(process.execPath, [...tsx, program.path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill();
      await once(child, "exit");
      await program[Symbol.asyncDispose]();
    },
  };
}
