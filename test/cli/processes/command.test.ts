import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { createServer as createHttpsServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startTestServer, type TestServer } from "datameta-client/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { build } from "../../../scripts/build.js";
import { projectRoot } from "../../../scripts/command/project.js";
import { makeSandbox, type Sandbox } from "../support/run-cli.js";

const program = join(projectRoot, "dist", "cli", "main.js");
const terminal = join(projectRoot, "test", "cli", "support", "terminal.py");
const password = "Lovelace-1815.";
let server: TestServer;

beforeAll(async () => {
  await build();
  server = await startTestServer({
    accounts: [{ email: "ada@example.org", password, name: "Ada" }],
    metadata: [
      { name: "Sample ID", isMandatory: true, order: 1 },
      { name: "Reads", isFile: true, order: 2 },
    ],
  });
}, 300_000);
afterAll(() => server.close());

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const environment = (sandbox: Sandbox, more: Record<string, string> = {}) => ({
  ...{ PATH: process.env["PATH"] ?? "", HOME: sandbox.home, TERM: "xterm-256color", ...more },
});

/** Runs the built command to its end. */
function run(
  sandbox: Sandbox,
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<Ended> {
  const options = { cwd: sandbox.path, env: environment(sandbox, more) };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : null;
      resolve({ code, stdout, stderr });
    });
  });
}

/** Runs the built command in a pseudo-terminal, and types into it. */
async function type(
  sandbox: Sandbox,
  columns: number,
  steps: readonly (readonly [waitFor: string, typed: string])[],
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<{ readonly output: string; readonly code: number }> {
  const options = { cwd: sandbox.path, env: environment(sandbox, more), maxBuffer: 50_000_000 };
  const command = [
    terminal,
    String(columns),
    JSON.stringify(steps),
    process.execPath,
    program,
    ...args,
  ];
  const stdout = await new Promise<string>((resolve, reject) => {
    execFile("python3", command, options, (error, text) =>
      error instanceof Error ? reject(error) : resolve(text),
    );
  });
  // Safe: the script prints exactly this object.
  return JSON.parse(stdout) as { output: string; code: number };
}

const token = () => ({
  DATAMETA_URL: server.url,
  DATAMETA_TOKEN: server.account("ada@example.org").token,
});
const sheet = { "a.tsv": "Sample ID\tReads\nA1\ta.fq\n", "a.fq": "ACGT\n".repeat(200_000) };

describe("the command as a process", () => {
  it("prints help and exit codes, and runs `generate` from its own file", async () => {
    await using sandbox = await makeSandbox();

    expect(await run(sandbox, ["--help"])).toMatchObject({ code: 0, stderr: "" });
    expect(await run(sandbox, ["--version"])).toMatchObject({ code: 0, stdout: "0.1.0\n" });
    expect((await run(sandbox, [])).code).toBe(2);
    expect((await run(sandbox, ["whoami"])).code).toBe(4);
    expect(
      (
        await run(sandbox, ["whoami"], {
          ...token(),
          DATAMETA_URL: "http://127.0.0.1:65500/api/v1",
        })
      ).code,
    ).toBe(5);
  });

  it("works in a pipe whose reader ends early", async () => {
    await using sandbox = await makeSandbox();
    const child = spawn("sh", ["-c", `"$0" "$1" api | head -1`, process.execPath, program], {
      ...{ cwd: sandbox.path, env: environment(sandbox), stdio: ["ignore", "pipe", "pipe"] },
    });
    let output = "";
    child.stdout.on("data", (part: Buffer) => (output += part.toString()));
    child.stderr.on("data", (part: Buffer) => (output += part.toString()));
    const code = await new Promise((resolve) => child.on("close", resolve));

    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringMatching(/^METHOD +DOES\n$/) as string,
    });
  });

  it("works without a home folder, and with one that cannot be written", async () => {
    await using sandbox = await makeSandbox();
    const missing = await run(sandbox, ["whoami"], { ...token(), HOME: "/nonexistent" });
    const login = await run(sandbox, ["logout"], { HOME: "/nonexistent" });

    expect(missing).toMatchObject({ code: 0 });
    expect(login).toMatchObject({ code: 4 });
  });

  it("stores the logins of two processes at once", async () => {
    await using sandbox = await makeSandbox();
    const shell = (name: string) =>
      `echo '${password}' | "$0" "$1" login ${server.url} --email ada@example.org --password-stdin --profile ${name}`;
    await Promise.all(
      ["one", "two", "three"].map(
        (name) =>
          new Promise((resolve) => {
            const options = { cwd: sandbox.path, env: environment(sandbox) };
            execFile("sh", ["-c", shell(name), process.execPath, program], options, resolve);
          }),
      ),
    );

    for (const name of ["one", "two", "three"]) {
      expect(await run(sandbox, ["whoami", "--profile", name])).toMatchObject({ code: 0 });
    }
  });
});

describe("in a terminal, the command", () => {
  it("asks for e-mail and password, and does not show the password", async () => {
    await using sandbox = await makeSandbox();
    const steps = [
      ["E-mail", "ada@example.org\r"],
      ["Password", `${password}\r`],
    ] as const;

    const { output, code } = await type(sandbox, 80, steps, ["login", server.url]);

    expect(code).toBe(0);
    expect(output).toContain("Signed in to");
    expect(output).not.toContain(password);
    expect((await stat(join(sandbox.home, ".config/datameta/logins.json"))).mode & 0o777).toBe(
      0o600,
    );
  });

  it("exits with 130 after Ctrl-C at a question", async () => {
    await using sandbox = await makeSandbox();

    const { output, code } = await type(sandbox, 80, [["E-mail", "^C"]], ["login", server.url]);

    expect(code).toBe(130);
    expect(output).toContain("Stopped.");
  });

  it.each([120, 60, 30])(
    "draws bars that fit into %i columns, and removes them",
    async (columns) => {
      await using sandbox = await makeSandbox(sheet);

      const { output, code } = await type(sandbox, columns, [], ["submit", "a.tsv"], token());

      expect(code).toBe(0);
      expect(output).toContain("0 of 1 file");
      // eslint-disable-next-line no-control-regex -- the escape sequences are what is removed
      const lines = output.replace(/\u001b\[[\d;?]*[a-zA-Z]/g, "").split(/\r?\n/);
      const bars = lines.filter((line) => /[━·]{6}| %/.test(line));
      expect(Math.max(...bars.map((line) => Array.from(line).length))).toBeLessThan(columns);
      expect(output.lastIndexOf("\u001b[?25h")).toBeGreaterThan(output.lastIndexOf("\u001b[?25l"));
      expect(output.trimEnd()).toMatch(/Submitted 1 record and 1 file\.\r\nDMS-\d+$/);
    },
  );

  it("prints no colors with NO_COLOR", async () => {
    await using sandbox = await makeSandbox(sheet);

    const { output } = await type(sandbox, 80, [], ["submit", "a.tsv"], {
      ...token(),
      NO_COLOR: "1",
    });

    // eslint-disable-next-line no-control-regex -- a color begins like this
    expect(output).not.toMatch(/\u001b\[[\d;]*m/);
  });

  it("cleans up after Ctrl-C, and exits at once after the second", async () => {
    await using sandbox = await makeSandbox(sheet);
    server.setFaults({
      updateFile: [{ delay: 20_000 }],
      bulkDeleteStagedFiles: [{ delay: 20_000 }],
    });

    const { output, code } = await type(
      ...([
        sandbox,
        80,
        [
          ["checksum", "^C"],
          ["Stopping", "^C"],
        ],
        ["submit", "a.tsv"],
        token(),
      ] as const),
    );
    server.setFaults({});

    expect(code, output).toBe(130);
    expect(output).toContain("Press Ctrl-C again to exit at once.");
  });
});

describe("doctor", () => {
  it("explains a certificate that is not trusted", async () => {
    await using sandbox = await makeSandbox();
    const folder = await mkdtemp(join(tmpdir(), "datameta-tls-"));
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
    await new Promise((resolve) =>
      execFile(
        "openssl",
        [...request, "-nodes", "-keyout", key, "-out", cert, "-subj", "/CN=localhost"],
        resolve,
      ),
    );
    const { readFileSync } = await import("node:fs");
    const tls = createHttpsServer({ key: readFileSync(key), cert: readFileSync(cert) });
    await new Promise<void>((resolve) => tls.listen(0, "127.0.0.1", resolve));
    const address = tls.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;

    const { code, stdout } = await run(sandbox, ["doctor", "--url", `https://localhost:${port}`]);
    tls.close();
    await rm(folder, { recursive: true });

    expect(code).toBe(5);
    expect(stdout).toContain("✗ network   The certificate of");
    expect(stdout).toContain("NODE_EXTRA_CA_CERTS");
  });
});
