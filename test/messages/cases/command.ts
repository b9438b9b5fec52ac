import { Writable } from "node:stream";

import type { Faults } from "datameta-client/testing";

import { Context } from "../../../src/cli/context.js";
import type { Io } from "../../../src/cli/io.js";
import type { Printer } from "../../../src/cli/output/printer.js";
import { describeConnection, reportError } from "../../../src/cli/report-error.js";
import { makeSandbox } from "../../cli/support/run-cli.js";
import { makeXlsx } from "../../cli/support/make-xlsx.js";
import { canaries } from "../../support/canaries.js";
import { failureOf } from "../../support/failure-of.js";
import { empty, serve, text } from "../../support/loopback.js";
import type { Cases, World } from "../support/world.js";

interface Surroundings {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly faults?: Faults;
}

type Run = (line: string, surroundings?: Surroundings) => () => Promise<string>;

/** Runs the command with a stored login, and returns its output. */
function runnerOf({ server }: World, isSignedIn = true): Run {
  return (line, { files = {}, env = {}, stdin = "", faults = {} } = {}) =>
    async () => {
      await using sandbox = await makeSandbox(files);
      server.setFaults(faults);
      const known = { DATAMETA_URL: server.url, DATAMETA_TOKEN: canaries.token };
      const { code, stdout, stderr } = await sandbox.run(line.split(" "), {
        ...{ stdin, env: { ...(isSignedIn && known), ...env } },
      });
      return `${stdout}${stderr}exit code ${code}`;
    };
}

/** Reports an error that would take a long time to cause. */
async function report(error: unknown): Promise<string> {
  let written = "";
  const stderr = new Writable({
    write(chunk: Buffer, _, done) {
      written += chunk.toString();
      done();
    },
  });
  // Safe: the report uses only these members.
  const io = { env: {}, stderr, signal: new AbortController().signal } as unknown as Io;
  const print = { quiet: false } as Printer;
  const code = await reportError(new Context(io, () => ({}), print), error);
  return `${written}exit code ${code}`;
}

export function command(world: World): Cases {
  const run = runnerOf(world);
  const anyone = runnerOf(world, false);
  const whoami = (status: number, body: unknown = null) =>
    run("whoami", { faults: { whoami: { status, body } } });
  const connection = (code: string | undefined) => () => {
    const { message, hint } = describeConnection("datameta.example.org", code);
    return `${message}\n${hint}`;
  };
  return {
    "an unknown command": run("whoamy"),
    "an unknown option": run("whoami --jsonn"),
    "a value that is not a number": run("submit a.csv --parallel many"),
    "no server": anyone("whoami"),
    "no token": anyone("whoami", { env: { DATAMETA_URL: world.server.url } }),
    "text that is not a URL": run("whoami --url http://"),
    "a URL with a password": run("whoami --url https://ada:canary@datameta.example.org"),
    "a URL of another server": async () => {
      await using other = await serve(empty(404));
      return await run(`whoami --url ${other.origin}`)();
    },
    "a URL and a profile": run("whoami --url a.example.org --profile b"),
    "a profile that does not exist": anyone("whoami --profile b"),
    "a token with a space": run("whoami", { env: { DATAMETA_TOKEN: "canary token" } }),
    "a token that is rejected": run("whoami", { env: { DATAMETA_TOKEN: "canary-rejected" } }),
    "standard input that is empty": run("whoami --token-stdin"),
    "a wrong password": run("login --email ada@example.org --password-stdin", {
      stdin: "canary-wrong",
    }),
    "no terminal to ask": run("login"),
    "400 of the server": whoami(400, [{ message: "is wrong", field: "label" }]),
    "403 of the server": whoami(403),
    "404 of the server": whoami(404),
    "418 of the server": whoami(418, "short and stout"),
    "a login page": run("whoami", { faults: { whoami: "login-page" } }),
    "no response in time": async () => {
      world.server.setFaults({ "*": "stall-before-headers" });
      return report(await failureOf(world.client({ timeout: 50 }).whoami()));
    },
    "a connection that broke": async () => {
      world.server.setFaults({ "*": "reset-before-headers" });
      return report(await failureOf(world.client().whoami()));
    },
    "a defect": () => report(new RangeError("Invalid array length")),
    "an unknown host": connection("ENOTFOUND"),
    "an unknown certificate": connection("SELF_SIGNED_CERT_IN_CHAIN"),
    "an unreachable host": connection(undefined),
    "text that is not JSON": run("api updateUser --id 1 --body {"),
    "a file that does not exist": run("upload none.fq"),
    "a download to a file that exists": run("download DMF-1 -o there.fq", {
      files: { "there.fq": "" },
    }),
    "nothing to change": run("users update 1"),
    "a secret that is not shown": run("files url DMF-1"),
    "a completion that does not exist": run("completion dash"),
  };
}

export function sheets(world: World): Cases {
  const run = runnerOf(world);
  const check = (name: string, content: string | Uint8Array, more = "") =>
    run(`check ${name}${more}`, { files: { [name]: content } });
  const old = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  const formula = makeXlsx({
    strings: "<si><t>sample_id</t></si>",
    numFmts: "",
    formats: '<xf numFmtId="0"/>',
    rows: '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>',
  });
  return {
    "a sheet that does not exist": run("check none.csv"),
    "a folder": run("check ."),
    "an empty sheet": check("a.csv", ""),
    "a sheet without rows": check("a.csv", "sample_id\n"),
    "a sheet with the columns of another site": check("a.csv", "color,size\nred,1\n"),
    "an open quotation mark": check("a.csv", 'sample_id\n"A1\n'),
    "an old Excel file": check("a.xls", old),
    "a text file with the name of an Excel file": check("a.xlsx", "sample_id\nA1\n"),
    "a formula with an error": check("a.xlsx", formula),
    "a sheet that does not exist in an Excel file": check("a.xlsx", formula, " --sheet Cohort"),
    "the option --sheet with a CSV file": check("a.csv", "sample_id\nA1\n", " --sheet Cohort"),
    "JSON that is not a list": check("a.json", "7"),
    "JSON that breaks off": check("a.json", "["),
    "JSON with an object": check("a.json", '[{"sample_id": {}}]'),
    "a folder of files that does not exist": check(
      "a.csv",
      "sample_id,reads\nA1,b\n",
      " --files no",
    ),
    "a column that is missing": check("a.csv", "zip\n123\n"),
    "columns that are wrong": check(
      "a.csv",
      "sample_id,zip,zip,quality,color,Date_,,d\u0430te\nA1,123,123,1,red,,x,\n",
    ),
    "values that are wrong": check(
      "a.csv",
      "sample_id,zip,date,reads\nA1,12a,31.01.2026,none.fq\nA1,,,\n",
    ),
  };
}

export function doctor(world: World): Cases {
  const run = runnerOf(world);
  const anyone = runnerOf(world, false);
  const { server } = world;
  return {
    "no problems": run("doctor"),
    "no server": anyone("doctor"),
    "no token": anyone("doctor", { env: { DATAMETA_URL: server.url } }),
    "a token that is rejected": run("doctor", { env: { DATAMETA_TOKEN: "canary-rejected-2" } }),
    "a wrong path": run("doctor", {
      env: { DATAMETA_URL: `${new URL(server.url).origin}/wrong/api/v1` },
    }),
    "the page of a proxy": async () => {
      await using proxy = await serve(text(200, "text/html", "<h1>Wi-Fi</h1>"));
      return await run("doctor", { env: { DATAMETA_URL: proxy.url } })();
    },
    "no connection": run("doctor", { env: { DATAMETA_URL: "http://localhost:1/api/v1" } }),
    "a clock that is wrong": run("doctor", {
      faults: {
        getServerInfo: {
          ...{ status: 200, body: { apiVersion: "1.0", datametaVersion: "1.1.0" } },
          headers: {
            "content-type": "application/json",
            date: new Date(Date.now() - 3_600_000).toUTCString(),
          },
        },
      },
    }),
    "a proxy that Node does not use": run("doctor", {
      env: { HTTP_PROXY: "http://ada:canary@proxy.example.org:3128" },
    }),
    "a file that cannot be announced": run("doctor", {
      faults: { createFile: { status: 403, body: null } },
    }),
  };
}
