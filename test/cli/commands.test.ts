import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { startTestServer, type TestServer } from "datameta-client/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { makeSandbox, type Sandbox } from "./support/run-cli.js";

const password = "Lovelace-1815.";
const email = "ada@example.org";
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({
    accounts: [
      { email, password, name: "Ada", group: "Analysts", siteAdmin: true, siteRead: true },
      { email: "bob@example.org", password, name: "Bob", group: "Others" },
    ],
    metadata: [
      { name: "Sample ID", isMandatory: true, isSubmissionUnique: true, order: 1 },
      { name: "Date", dateTimeFmt: "%Y-%m-%d", order: 2 },
      { name: "Reads", isFile: true, order: 3 },
    ],
    services: [{ name: "QC", users: [email] }],
  });
});
afterAll(() => server.close());

const environment = () => ({
  DATAMETA_URL: server.url,
  DATAMETA_TOKEN: server.account(email).token,
});
const login = ["login", "--email", email, "--password-stdin"];
const storeOf = (sandbox: Sandbox) => join(sandbox.home, ".config", "datameta", "logins.json");

async function signIn(
  sandbox: Sandbox,
  url = server.url,
  more: readonly string[] = [],
): Promise<void> {
  const run = await sandbox.run([...login, url, ...more], { stdin: `${password}\n` });
  expect(run).toMatchObject({ code: 0, stdout: "" });
}

/** All requests with a credential. */
const count = () => server.requests.length;

describe("login and logout", () => {
  it("store a key that only the user can read, and delete it on the server", async () => {
    await using sandbox = await makeSandbox();

    await signIn(sandbox, server.origin);

    const stored = readFileSync(storeOf(sandbox), "utf8");
    expect(statSync(storeOf(sandbox)).mode & 0o777).toBe(0o600);
    expect(statSync(join(storeOf(sandbox), "..")).mode & 0o777).toBe(0o700);
    expect(stored).toContain(`"url": "${server.url}"`);
    expect(stored).not.toContain(password);
    expect((await sandbox.run(["keys", "list"])).stdout).toContain("in use here");
    expect(await sandbox.run(["logout"])).toMatchObject({ code: 0 });
    expect(readFileSync(storeOf(sandbox), "utf8")).not.toContain("token");
    expect(server.requests.at(-1)).toMatchObject({ method: "DELETE", status: 200 });
    expect(await sandbox.run(["whoami"])).toMatchObject({ code: 4 });
  });

  it("refuse a store that others can read", async () => {
    await using sandbox = await makeSandbox();
    await signIn(sandbox);
    chmodSync(storeOf(sandbox), 0o644);
    const before = count();

    const { code, stderr } = await sandbox.run(["whoami"]);

    expect(code).toBe(4);
    expect(stderr).toContain(`Run: chmod 600 "${storeOf(sandbox)}"`);
    expect(count()).toBe(before);
  });

  it("sign out with a warning if the server cannot be reached", async () => {
    await using sandbox = await makeSandbox();
    await using gone = await startTestServer({ accounts: [{ email, password }] });
    await signIn(sandbox, gone.url);
    await gone.goOffline();

    const { code, stderr } = await sandbox.run(["logout"]);

    expect(code).toBe(0);
    expect(stderr).toContain("The key still works until");
    expect((await sandbox.run(["whoami"])).code).toBe(4);
  });

  it("store logins of two servers, selected by profile or URL", async () => {
    await using sandbox = await makeSandbox();
    await using other = await startTestServer({
      accounts: [{ email, password, name: "Other Ada" }],
    });
    await signIn(sandbox, server.url, ["--profile", "one"]);
    await signIn(sandbox, other.url, ["--profile", "two"]);

    expect((await sandbox.run(["whoami"])).stdout).toContain("Other Ada");
    expect((await sandbox.run(["whoami", "--profile", "one"])).stdout).toMatch(/Name +Ada\n/);
    expect((await sandbox.run(["whoami", "--url", server.origin])).stdout).toMatch(/Name +Ada\n/);
    const unknown = await sandbox.run(["whoami", "--profile", "three"]);
    expect(unknown).toMatchObject({ code: 4 });
    expect(unknown.stderr).toContain("Profiles: one, two");
  });

  it("report a wrong password, and store nothing", async () => {
    await using sandbox = await makeSandbox();

    const { code, stderr } = await sandbox.run([...login, server.url], { stdin: "wrong\n" });

    expect(code).toBe(4);
    expect(stderr).toContain("The e-mail address or the password is wrong");
    expect(stderr).not.toContain("wrong\n\n");
    expect(() => statSync(storeOf(sandbox))).toThrow("ENOENT");
  });
});

describe("a token", () => {
  it("from the store is sent only to the URL it was stored with", async () => {
    await using sandbox = await makeSandbox();
    await using other = await startTestServer();
    await signIn(sandbox);

    const byFlag = await sandbox.run(["whoami", "--url", other.url]);
    const byEnvironment = await sandbox.run(["whoami"], { env: { DATAMETA_URL: other.url } });

    expect([byFlag.code, byEnvironment.code]).toEqual([4, 4]);
    expect(other.requests).toEqual([]);
  });

  it("from the environment is sent only to the server in DATAMETA_URL", async () => {
    await using sandbox = await makeSandbox();
    await using other = await startTestServer();

    const run = await sandbox.run(["whoami", "--url", other.url], { env: environment() });

    expect(run.code).toBe(4);
    expect(other.requests).toEqual([]);
  });

  it("comes from standard input, the environment, or dmclient's file", async () => {
    await using sandbox = await makeSandbox();
    const { DATAMETA_URL, DATAMETA_TOKEN } = environment();
    const url = server.origin;

    const piped = await sandbox.run(["whoami", "--url", url, "--token-stdin"], {
      stdin: DATAMETA_TOKEN,
    });
    const fromEnvironment = await sandbox.run(["whoami"], {
      env: { DATAMETA_URL, DATAMETA_TOKEN },
    });
    await sandbox.write({ "../home/.dmconfig.yaml": `url: ${url}\ntoken: ${DATAMETA_TOKEN}\n` });
    const configured = await sandbox.run(["whoami"]);

    for (const { code, stdout } of [piped, fromEnvironment, configured]) {
      expect(code).toBe(0);
      expect(stdout).toContain("ada@example.org");
      expect(stdout).not.toContain(DATAMETA_TOKEN);
    }
  });

  it.each([
    ["plain", (url: string, token: string) => `url: ${url}\ntoken: ${token}\n`],
    [
      "quoted, with comments",
      (url: string, token: string) => `# mine\r\n"url": "${url}" # here\r\ntoken: '${token}'\r\n`,
    ],
  ])("is read from dmclient's file: %s", async (_, textOf) => {
    await using sandbox = await makeSandbox();
    const { DATAMETA_TOKEN } = environment();
    await sandbox.write({ "../home/.dmclient.yaml": textOf(server.origin, DATAMETA_TOKEN) });

    expect(await sandbox.run(["whoami"])).toMatchObject({ code: 0 });
    expect((await sandbox.run(["whoami", "--url", "http://127.0.0.1:65500/api/v1"])).code).toBe(4);
  });

  it("is not sent again after it was rejected, so that the account is not locked", async () => {
    await using sandbox = await makeSandbox();
    const env = { DATAMETA_URL: server.url, DATAMETA_TOKEN: "a-dead-token" };

    const first = await sandbox.run(["whoami"], { env });
    const before = count();
    const second = await sandbox.run(["whoami"], { env });

    expect([first.code, second.code]).toEqual([4, 4]);
    expect(second.stderr).toContain("It was not sent again");
    expect(count()).toBe(before);
    const remembered = join(sandbox.home, ".config", "datameta", "rejected-tokens.json");
    expect(readFileSync(remembered, "utf8")).not.toContain("a-dead-token");
    expect(statSync(remembered).mode & 0o777).toBe(0o600);
  });
});

describe("check and submit", () => {
  const good = "Sample ID\tDate\tReads\nA1\t2026-01-31\ta.fq\nA2\t\t\n";

  it("print every problem with its cell, and exit with 3", async () => {
    await using sandbox = await makeSandbox({
      "bad.csv": "Date;Sample ID;Reads\r\n31.1.2026;A1;gone.fq\r\n;;\r\n;A1;\r\n",
    });

    const { code, stdout, stderr } = await sandbox.run(["check", "bad.csv"], {
      env: environment(),
    });
    const json = await sandbox.run(["check", "bad.csv", "--json"], { env: environment() });

    expect(code).toBe(3);
    expect(stdout.split("\n").map((line) => line.trim().split(/ {2,}/).slice(0, 2))).toEqual([
      ...[["A2", "Date"], ["B2", "Sample ID"], ["C2", "Reads"], ["B4", "Sample ID"], [""]],
    ]);
    expect(stdout).toContain("is also in row 4");
    expect(stderr).toContain("4 problems in bad.csv. Nothing was submitted.");
    expect(JSON.parse(json.stdout)).toMatchObject({
      valid: false,
      problems: [{ row: 2, letters: "A", column: "Date", value: "31.1.2026" }, {}, {}, {}],
    });
  });

  it("submit nothing if the header is wrong, and report it only once", async () => {
    await using sandbox = await makeSandbox({
      "a.tsv": "Date\tNote\n2026-01-31\tx\n2026-01-31\ty\n",
    });

    const { code, stdout } = await sandbox.run(["submit", "a.tsv"], { env: environment() });

    expect(code).toBe(3);
    expect(stdout).toBe(
      '  B1     Note       the site has no column "Note"\n' +
        "  sheet  Sample ID  this column is missing. It is mandatory\n",
    );
  });

  it("submit, and print only the id to stdout and a few lines to stderr", async () => {
    await using sandbox = await makeSandbox({ "a.tsv": good, "reads/x/a.fq": "ACGT\n" });
    const submit = ["submit", "a.tsv", "--files", "reads", "--label", "Cohort 1"];

    const { code, stdout, stderr } = await sandbox.run(submit, { env: environment() });
    const quiet = await sandbox.run([...submit, "-q"], { env: environment() });
    const listed = await sandbox.run(["submissions", "list", "--format", "csv"], {
      env: environment(),
    });

    expect(code).toBe(0);
    expect(stdout).toMatch(/^DMS-\d+\n$/);
    expect(stderr.split("\n").length).toBeLessThan(12);
    expect(stderr).not.toContain("\u001b");
    expect(quiet).toMatchObject({ code: 0, stderr: "" });
    expect(listed.stdout).toContain(`${stdout.trim()},Cohort 1,2,1\n`);
  });

  it("leave nothing on the server if an upload is refused", async () => {
    await using sandbox = await makeSandbox({ "a.tsv": good, "a.fq": "ACGT\n" });
    server.setFaults({ updateFile: Array.from({ length: 9 }, () => ({ status: 403 })) });

    const { code } = await sandbox.run(["submit", "a.tsv"], { env: environment() });
    server.setFaults({});

    expect(code).toBe(4);
    const last = server.requests.slice(-2).map(({ path, status }) => `${path} ${status}`);
    expect(last.toSorted()).toEqual([
      "/api/v1/rpc/delete-files 204",
      "/api/v1/rpc/delete-metadatasets 204",
    ]);
  });

  it("with --resume keep uploaded files, and resume with a corrected sheet", async () => {
    await using sandbox = await makeSandbox({ "a.tsv": good, "a.fq": "ACGT\n" });
    const uploads = () => server.requests.filter(({ path }) => path.includes("/upload/")).length;
    const before = uploads();
    server.setFaults({ createSubmission: [{ status: 403 }] });

    const first = await sandbox.run(["submit", "a.tsv", "--resume"], { env: environment() });
    server.setFaults({});
    await sandbox.write({ "a.tsv": good.replace("A2", "A3") });
    const second = await sandbox.run(["submit", "a.tsv", "--resume"], { env: environment() });
    const third = await sandbox.run(["submit", "a.tsv"], { env: environment() });

    expect([first.code, second.code, third.code]).toEqual([4, 0, 0]);
    expect(second.stderr).toContain("An earlier run of this sheet did not finish. Resuming it.");
    expect(third.stderr).not.toContain("An earlier run");
    expect(uploads() - before).toBe(2);
  });

  it("find files by Windows paths, and name files that differ only in case", async () => {
    await using sandbox = await makeSandbox({
      "a.tsv": "Sample ID\tReads\nA1\tC:\\data\\a.fq\nA2\tB.FQ\n",
      ...{ "reads/a.fq": "ACGT\n", "reads/b.fq": "ACGT\n" },
    });

    const { code, stdout } = await sandbox.run(["check", "a.tsv", "--files", "reads"], {
      env: environment(),
    });

    expect(code).toBe(3);
    expect(stdout).not.toContain("a.fq");
    expect(stdout).toContain('There is no file "B.FQ". There is "b.fq"');
  });

  it("stop and clean up when they are interrupted, and exit with 130", async () => {
    await using sandbox = await makeSandbox({ "a.tsv": good, "a.fq": "ACGT\n" });
    const interruption = new AbortController();
    server.setFaults({ updateFile: [{ delay: 2_000 }] });

    const running = sandbox.run(["submit", "a.tsv"], {
      env: environment(),
      signal: interruption.signal,
    });
    await expect
      .poll(() => server.requests.some(({ path }) => path.includes("/upload/")))
      .toBe(true);
    interruption.abort(new DOMException("Interrupted.", "AbortError"));
    const { code, stderr } = await running;
    server.setFaults({});

    expect(code).toBe(130);
    expect(stderr).toContain("Stopped.");
  });
});

describe("the other commands", () => {
  it("print lists as a table, TSV, CSV or JSON", async () => {
    await using sandbox = await makeSandbox();
    const print = async (...args: string[]) => {
      const run = await sandbox.run(["services", "list", ...args], { env: environment() });
      return run.stdout;
    };

    expect(await print()).toMatch(/^NAME {2}ID +USERS\nQC {4}DMP-\d+ {2}DMU-\d+\n$/);
    expect(JSON.parse(await print("--json"))).toMatchObject([{ name: "QC" }]);
  });

  it("do the tasks of administrators", async () => {
    await using sandbox = await makeSandbox({
      "zip.json": '{"name": "ZIP", "regExp": "^[0-9]{5}$"}',
    });
    const env = environment();
    const bob = server.account("bob@example.org").id;
    for (const args of [
      ["metadata", "create", "@zip.json"],
      ["metadata", "update", "ZIP", '{"longDescription": "Postal code"}'],
      ["services", "create", "Typing"],
      ["users", "update", bob.uuid, "--name", "Robert", "--group-admin"],
      ["settings", "set", "security_password_minimum_length", "12"],
      ["keys", "create", "--label", "pipeline", "--output", "token.txt"],
    ]) {
      expect(await sandbox.run(args, { env }), args.join(" ")).toMatchObject({ code: 0 });
    }
    expect((await sandbox.run(["metadata", "show", "ZIP"], { env })).stdout).toContain(
      "Postal code",
    );
    expect((await sandbox.run(["users", "show", bob.uuid], { env })).stdout).toContain("Robert");
    expect(statSync(join(sandbox.path, "token.txt")).mode & 0o777).toBe(0o600);
  });

  it("upload, show, download and delete files", async () => {
    await using sandbox = await makeSandbox({ "a.txt": "content\n" });
    const env = environment();
    const id = (await sandbox.run(["upload", "a.txt"], { env })).stdout.trim();

    expect((await sandbox.run(["files", "show", id], { env })).stdout).toMatch(
      /a\.txt +8 B +complete/,
    );
    expect(await sandbox.run(["download", id, "-o", "b.txt"], { env })).toMatchObject({ code: 0 });
    expect(await sandbox.read("b.txt")).toBe("content\n");
    const again = await sandbox.run(["download", id, "-o", "b.txt"], { env });
    expect(again).toMatchObject({ code: 1 });
    expect(again.stderr).toContain("Choose another name, or add --force.");
  });
});

describe("upload of several files", () => {
  it("starts only if all files can be read", async () => {
    await using sandbox = await makeSandbox({ "a.txt": "content\n" });
    const before = server.requests.length;

    const { code, stderr } = await sandbox.run(["upload", "a.txt", "b.txt"], {
      env: environment(),
    });

    expect(code).toBe(2);
    expect(stderr).toContain("b.txt cannot be read (ENOENT). Nothing was uploaded.");
    expect(server.requests).toHaveLength(before);
  });

  it.each([false, true])(
    "prints the ids of those before a failure, with --json: %s",
    async (json) => {
      await using sandbox = await makeSandbox({ "a.txt": "content\n", "b.txt": "content\n" });
      server.setFaults({ uploadFile: [null, { status: 404, body: null }] });

      const args = ["upload", "a.txt", "b.txt", ...(json ? ["--json"] : [])];
      const { code, stdout } = await sandbox.run(args, { env: environment() });

      expect(code).toBe(1);
      const named = server.files.filter(({ id }) => stdout.includes(id.site));
      expect(named.map(({ name }) => name)).toEqual(["a.txt"]);
    },
  );
});

describe("api", () => {
  it("offers every method of the document, with help and an example", async () => {
    await using sandbox = await makeSandbox();
    const { stdout } = await sandbox.run(["api", "--json"]);
    // Safe: the test checks the names.
    const methods = JSON.parse(stdout) as { name: string }[];

    expect(methods).toHaveLength(36);
    for (const { name } of methods) {
      const help = await sandbox.run(["api", name, "--help"]);
      expect(help, name).toMatchObject({ code: 0 });
      expect(help.stdout).toContain(`Example:\n  $ datameta api ${name}`);
    }
  });

  it("reports a wrong argument before it sends a request", async () => {
    await using sandbox = await makeSandbox();
    const before = count();
    const wrong: [string[], number, string][] = [
      [["getFiel", "--id", "x"], 2, "Did you mean getFile?"],
      [["getFile"], 2, "--id <string>"],
      [["getFile", "--id", "x", "--uuid", "x"], 2, "Unknown option '--uuid'"],
      [["getFileUrl", "--id", "x", "--expires", "soon"], 2, "--expires must be a whole number"],
      [["getMetaDataSets", "--submittedAfter", "soon"], 2, "must be a time"],
      [["createApiKey", "--body", "{"], 2, "--body is not JSON"],
      [["createApiKey", "--body", '{"label": 1}'], 3, "label: 1 is not of type string"],
      [["createApiKey", "--body", "@none.json"], 2, "none.json cannot be read (ENOENT)"],
    ];
    for (const [args, code, message] of wrong) {
      const run = await sandbox.run(["api", ...args], { env: environment() });
      expect(run, args.join(" ")).toMatchObject({ code });
      expect(run.stderr).toContain(message);
    }
    expect(count()).toBe(before);
  });

  it("prints secrets only with --show-secrets", async () => {
    await using sandbox = await makeSandbox({ "key.json": '{"label": "x"}' });
    const call = ["api", "createApiKey", "--body", "@key.json"];

    const masked = await sandbox.run(call, { env: environment() });
    const shown = await sandbox.run([...call, "--show-secrets"], { env: environment() });
    const piped = await sandbox.run(["api", "createApiKey", "--body", "-"], {
      ...{ env: environment(), stdin: '{"label": "y"}' },
    });

    expect(masked.stdout).toContain('"token": "***"');
    expect(shown.stdout).toMatch(/"token": "\w{64}"/);
    expect(JSON.parse(piped.stdout)).toMatchObject({ label: "y" });
  });
});

describe("the exit code is", () => {
  it.each<[number, string, string[], Record<string, string>]>([
    [2, "an unknown command", ["sumbit"], {}],
    [2, "an unknown option", ["whoami", "--jsno"], {}],
    [2, "a missing argument", ["submit"], {}],
    [2, "a missing sheet", ["check", "none.csv"], {}],
    [2, "a secret without --show-secrets", ["keys", "create", "--label", "x"], {}],
    [4, "no login", ["whoami"], { DATAMETA_URL: "", DATAMETA_TOKEN: "" }],
    [4, "a forbidden request", ["api", "getUserApiKeys", "--id", "x"], {}],
    [1, "a missing file on the server", ["files", "show", "DMF-00000000"], {}],
    [5, "no server", ["whoami"], { DATAMETA_URL: "http://127.0.0.1:65500/api/v1" }],
  ])("%i for %s", async (code, _, args, env) => {
    await using sandbox = await makeSandbox();

    const run = await sandbox.run(args, { env: { ...environment(), ...env } });

    expect(run).toMatchObject({ code, stdout: "" });
    expect(run.stderr).toMatch(/^✗ .+[.!?]\n/);
  });
});

it("has help with an example for every command", async () => {
  await using sandbox = await makeSandbox();
  const { stdout } = await sandbox.run(["--help"]);
  const names = Array.from(stdout.matchAll(/^ {2}([a-z]+) /gm), ([, name = ""]) => name);

  expect(names.length).toBeGreaterThan(20);
  for (const name of names.filter((each) => !["help", "generate"].includes(each))) {
    const run = await sandbox.run([name, "--help"]);
    expect(run, name).toMatchObject({ code: 0 });
    expect(run.stdout, name).toContain("Example:\n  $ datameta ");
  }
});

it.each(["bash", "zsh", "fish"])(
  "prints a completion script for %s with the commands and options",
  async (shell) => {
    await using sandbox = await makeSandbox();

    const { code, stdout } = await sandbox.run(["completion", shell]);

    expect(code).toBe(0);
    expect(stdout).toContain("submit");
    expect(stdout).toContain("allow-empty-files");
  },
);
