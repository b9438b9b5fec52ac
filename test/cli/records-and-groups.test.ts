import { createClient } from "datameta-client";
import { submit } from "datameta-client/files";
import { startTestServer, type TestServer } from "datameta-client/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { makeSandbox } from "./support/run-cli.js";

const email = "ada@example.org";
const password = "Lovelace-1815.";
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({
    accounts: [
      {
        email,
        password,
        name: "Ada",
        group: "Analysts",
        groupAdmin: true,
        siteRead: true,
        siteAdmin: true,
      },
    ],
    metadata: [
      { name: "Sample ID", isMandatory: true, isSubmissionUnique: true, order: 1 },
      { name: "Grade", service: "QC", order: 2 },
    ],
    services: [{ name: "QC", users: [email] }],
  });
});
afterAll(() => server.close());

/** Runs the command with the account's key. */
async function call(args: readonly string[], stdin = "") {
  await using sandbox = await makeSandbox();
  const env = { DATAMETA_URL: server.url, DATAMETA_TOKEN: server.account(email).token };
  return await sandbox.run(args, { env, stdin });
}

/** Runs the command, which must succeed, and returns its output. */
async function run(args: readonly string[], stdin = ""): Promise<string> {
  const { code, stdout, stderr } = await call(args, stdin);
  expect(code, stderr).toBe(0);
  return stdout;
}

const client = () =>
  createClient({ baseUrl: server.url, auth: { bearer: server.account(email).token } });

describe("metadata sets", () => {
  it("are listed with their columns, by time and by awaiting service", async () => {
    const { metadatasets } = await submit(client(), { records: [{ "Sample ID": "S1" }] });
    const id = metadatasets[0]?.site ?? "";

    expect(await run(["metadatasets", "list", "--format", "csv"])).toContain(`S1`);
    expect(await run(["metadatasets", "list", "--after", "2020-01-01"])).toContain(id);
    expect(await run(["metadatasets", "list", "--before", "2020-01-01"])).not.toContain(id);
    expect(await run(["metadatasets", "list", "--awaiting", "QC", "--json"])).toContain(id);
    expect(await run(["metadatasets", "show", id])).toMatch(/Sample ID +S1[^]*Submission +\S+/);
  });

  it("are deleted if they are not submitted", async () => {
    const set = await client().createMetaDataSet({ body: { record: { "Sample ID": "S2" } } });

    expect(await run(["metadatasets", "show", set.id.site ?? ""])).toContain("not submitted");
    await run(["metadatasets", "delete", set.id.site ?? ""]);

    expect(await call(["metadatasets", "show", set.id.site ?? ""])).toMatchObject({ code: 1 });
  });

  it("are not searched with a wrong date or an unknown service", async () => {
    const date = await call(["metadatasets", "list", "--after", "tomorrow"]);
    const service = await call(["metadatasets", "list", "--awaiting", "Sequencing"]);

    expect(date).toMatchObject({ code: 2 });
    expect(date.stderr).toContain("--after");
    expect(service.code).not.toBe(0);
    expect(service.stderr).toContain("Sequencing");
  });
});

describe("a group", () => {
  it("is shown and renamed", async () => {
    const { group } = await client().whoami();

    expect(await run(["groups", "show"])).toMatch(/Name +Analysts/);
    await run(["groups", "rename", group.id.site ?? "", "Institute of Genetics"]);

    expect(await run(["groups", "show", group.id.uuid])).toContain("Institute of Genetics");
  });
});

describe("a service", () => {
  it("is created and changed", async () => {
    const { id } = JSON.parse(await run(["services", "create", "Typing", "--json"])) as {
      id: { site: string };
    };
    const { id: user } = await client().whoami();
    await run([
      "services",
      "update",
      id.site,
      "--name",
      "Strain typing",
      "--users",
      user.site ?? "",
    ]);

    expect(await run(["services", "list"])).toMatch(/Strain typing +DM/);
    expect(await call(["services", "update", id.site])).toMatchObject({ code: 2 });
  });
});

describe("a service for a metadata set", () => {
  it("adds its results", async () => {
    const { metadatasets } = await submit(client(), { records: [{ "Sample ID": "S3" }] });
    const id = metadatasets[0]?.site ?? "";
    const qc = (await client().getServices()).find(({ name }) => name === "QC");

    const record = ["--record", '{"Grade":"A"}'];
    await run(["services", "execute", qc?.id.site ?? "", id, ...record]);

    expect(await run(["metadatasets", "show", id])).toMatch(/Grade +A/);
  });
});

describe("a password", () => {
  it("is changed with both passwords on standard input", async () => {
    await run(["password", "--stdin"], `${password}\nByron-Lovelace-1816.\n`);

    const again = await call(["password", "--stdin"]);
    expect(again).toMatchObject({ code: 2 });
    expect(again.stderr).toContain("two lines");
  });
});
