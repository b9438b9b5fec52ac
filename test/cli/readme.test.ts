import { startTestServer } from "datameta-client/testing";
import writeXlsxFile from "write-excel-file/node";
import { expect, it } from "vitest";

import { readPrograms } from "../package/support/programs.js";
import { makeSandbox } from "./support/run-cli.js";

it("runs the commands of the README, from login to the submission", async () => {
  const { commands } = await readPrograms("README.md");
  const account = { email: "ada@example.org", password: "Lovelace-1815." };
  await using server = await startTestServer({
    accounts: [account],
    metadata: [
      { name: "Sample ID", isMandatory: true },
      { name: "Reads", isFile: true },
    ],
  });
  await using sandbox = await makeSandbox({ "reads/reads_1.fastq.gz": "@read_1\nACGT\n+\nIIII\n" });
  const named = commands.filter((command) => command.startsWith("npx datameta-client "));
  const ended: Record<string, unknown> = {};

  for (const command of named) {
    const line = command.replace("https://datameta.example.org", server.origin);
    const args = Array.from(line.matchAll(/"([^"]*)"|\S+/g), ([word, quoted]) => quoted ?? word);
    const [name = ""] = args.slice(2);
    // The login asks for these in a terminal.
    const asked = name === "login" ? ["--email", account.email, "--password-stdin"] : [];
    const { code } = await sandbox.run([...args.slice(2), ...asked], { stdin: account.password });
    ended[name] = code;
    if (name !== "template") continue;
    // The user fills in the sheet.
    const rows = [
      ["Sample ID", "Reads"],
      ["S1", "reads_1.fastq.gz"],
    ];
    const sheet = rows.map((row) => row.map((value) => ({ value })));
    await sandbox.write({ "samples.xlsx": await writeXlsxFile(sheet).toBuffer() });
  }

  expect(ended).toEqual({ login: 0, template: 0, check: 0, submit: 0, "--help": 0 });
  expect(server.requests.at(-1)).toMatchObject({ method: "POST", path: "/api/v1/submissions" });
});
