import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, inject, vi } from "vitest";

import { makeSandbox, type Sandbox } from "../../cli/support/run-cli.js";
import type { Account } from "../support/contract-server.js";
import { it, type Site } from "../support/contract.js";
import { installDmClient } from "../support/dmclient.js";
import { uniqueName, uniqueSample } from "../support/unique.js";

// Real servers need time to check a password.
vi.setConfig({ testTimeout: 60_000 });

/** Runs the command, which must succeed, and returns its output. */
async function done(sandbox: Sandbox, args: readonly string[], stdin = ""): Promise<string> {
  const { code, stdout, stderr } = await sandbox.run(args, { stdin });
  if (code !== 0)
    throw new Error(`${args.join(" ")}: ${code}
${stdout}${stderr}`);
  return stdout;
}

const json = async (sandbox: Sandbox, args: readonly string[]): Promise<unknown> =>
  JSON.parse(await done(sandbox, [...args, "--json"]));

async function signIn(sandbox: Sandbox, site: Site, { email, password }: Account): Promise<void> {
  const args = ["login", site.server.origin, "--email", email, "--password-stdin"];
  await done(sandbox, args, `${password}\n`);
}

const storeOf = (sandbox: Sandbox) => join(sandbox.home, ".config", "datameta", "logins.json");

describe("a scientist with the command line", () => {
  it("signs in, gets a template, corrects the sheet, submits three files, and signs out", async ({
    site,
    member,
  }) => {
    await using sandbox = await makeSandbox();
    const names = [1, 2, 3].map((number) => `${uniqueName(`reads_${number}`)}.fastq`);
    const contents = ["ACGT\n".repeat(40_000), "TTTT\n", "GATTACA\n"];
    await mkdir(join(sandbox.path, "reads", "run 7"), { recursive: true });
    await sandbox.write({
      [`reads/${names[0] ?? ""}`]: contents[0] ?? "",
      [`reads/run 7/${names[1] ?? ""}`]: contents[1] ?? "",
      [`reads/run 7/${names[2] ?? ""}`]: contents[2] ?? "",
    });
    const samples = [uniqueSample(), uniqueSample(), uniqueSample()];

    await signIn(sandbox, site, member);
    expect(statSync(storeOf(sandbox)).mode & 0o777).toBe(0o600);
    expect(await json(sandbox, ["whoami"])).toMatchObject({ name: member.name });

    await done(sandbox, ["template", "-o", "samples.csv"]);
    const header = (await sandbox.read("samples.csv")).trim().split(",");
    expect(header).toEqual(expect.arrayContaining(["Sample", "Collected", "Lane", "Reads"]));
    const lineOf = (cells: Record<string, string>) =>
      header.map((name) => cells[name] ?? "").join(";");
    const sheetOf = (dates: readonly string[]) =>
      `\uFEFF${[
        header.join(";"),
        ...samples.map((Sample, index) =>
          lineOf({
            ...{ Sample, Collected: dates[index] ?? "", Reads: names[index] ?? "" },
            // Up to release 1.1.0, empty values also have to be unique.
            Lane: String(index),
          }),
        ),
      ].join("\r\n")}\r\n`;

    await sandbox.write({ "samples.csv": sheetOf(["01.02.2026", "31.02.2026", "01.02.2026"]) });
    const checked = await sandbox.run(["check", "samples.csv", "--files", "reads"]);
    expect(checked.code).toBe(3);
    expect(checked.stdout).toMatch(
      /[A-Z]3 {2}Collected {2}"31\.02\.2026" is not a date .*DD\.MM\.YYYY/,
    );

    await sandbox.write({ "samples.csv": sheetOf(["01.02.2026", "28.02.2026", "01.02.2026"]) });
    await done(sandbox, ["check", "samples.csv", "--files", "reads"]);
    const submitted = await json(sandbox, [
      ...["submit", "samples.csv", "--files", "reads", "--label", "Cohort 1"],
    ]);
    expect(submitted).toMatchObject({ label: "Cohort 1" });
    // Safe: the line above has checked it.
    const { id, files } = submitted as { id: { site: string }; files: { id: { site: string } }[] };

    expect(await done(sandbox, ["submissions", "list", "--format", "csv"])).toContain(
      `${id.site},Cohort 1,3,3`,
    );
    const ids = files.map((file) => file.id.site);
    await done(sandbox, ["download", ...ids, "-o", "."]);
    for (const [index, name] of names.entries()) {
      expect(await sandbox.read(name)).toBe(contents[index]);
    }
    expect(await done(sandbox, ["keys", "list"])).toContain("in use here");
    const keysBefore = (await json(sandbox, ["keys", "list"])) as unknown[];
    await done(sandbox, ["logout"]);
    const left = await member.client.getUserApiKeys({ id: member.id.uuid });
    expect(left).toHaveLength(keysBefore.length - 1);
    expect((await sandbox.run(["whoami"])).code).toBe(4);
    expect(existsSync(join(sandbox.home, ".config", "datameta", "submissions"))).toBe(true);
  });
});

describe("the Python command line", () => {
  it("reads data that our command submitted, and ours reads its data", async ({
    site,
    member,
    skip,
  }) => {
    if (!inject("contract").connection) skip("dmclient is tested only with real servers");
    if (site.isV0) skip("dmclient 1.0.1 supports only v1");
    const dmclient = await installDmClient();
    const server = { origin: site.server.origin, token: member.token };
    const name = `${uniqueName("ours")}.fastq`;
    const theirName = `${uniqueName("theirs")}.fastq`;
    const [ours, theirs] = [uniqueSample(), uniqueSample()];
    await using sandbox = await makeSandbox({
      "samples.tsv": `Sample\tCollected\tReads\n${ours}\t20.02.2026\t${name}\n`,
      [`reads/${name}`]: "ACGT\n",
      "theirs.json": JSON.stringify([
        { Sample: theirs, Collected: "03.04.2026", Reads: theirName },
      ]),
      [`theirs/${theirName}`]: "TTTT\n",
    });
    const env = { DATAMETA_URL: site.server.origin, DATAMETA_TOKEN: member.token };
    const submit = ["submit", "samples.tsv", "--files", "reads", "--json"];

    const run = await sandbox.run(submit, { env });
    const read = await dmclient(["metadatasets", "search"], server);
    const stage = ["shortcuts", "stage-and-submit", join(sandbox.path, "theirs.json")];
    await dmclient([...stage, join(sandbox.path, "theirs"), "--label", "Theirs"], server);
    const listed = await sandbox.run(["metadatasets", "list", "--json"], { env });

    expect(run).toMatchObject({ code: 0 });
    for (const pair of [
      `'Sample': '${ours}'`,
      "'Collected': datetime.date(2026, 2, 20)",
      `'Reads': '${name}'`,
    ]) {
      expect(read).toContain(pair);
    }
    // Safe: the test checks the output.
    const sets = JSON.parse(listed.stdout) as {
      record: Record<string, string>;
      fileIds: Record<string, { site: string }>;
    }[];
    const found = sets.find(({ record }) => record["Sample"] === theirs);
    expect(found?.record).toMatchObject({ Collected: "03.04.2026", Reads: theirName });
    const id = found?.fileIds["Reads"]?.site ?? "";
    expect(await sandbox.run(["download", id, "-o", "back.fastq"], { env })).toMatchObject({
      code: 0,
    });
    const md5 = (content: string | Uint8Array) => createHash("md5").update(content).digest("hex");
    expect(md5(await readFile(join(sandbox.path, "back.fastq")))).toBe(md5("TTTT\n"));
  });
});
