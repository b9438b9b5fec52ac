import { rename } from "node:fs/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { steps } from "../../scripts/generate.js";
import { watchPipeline } from "../../scripts/watch.js";
import { temporaryFolder } from "../pipeline/support/temporary-folder.js";
import { tinyFiles } from "../pipeline/support/tiny-document.js";

vi.setConfig({ testTimeout: 60_000 });

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => lines.push(String(text)) > 0);
});
afterEach(() => void vi.restoreAllMocks());

const said = (pattern: RegExp) =>
  vi.waitFor(() => expect(lines.join("")).toMatch(pattern), { timeout: 30_000 });

it("--watch prints changed types, and recovers after a broken document", async () => {
  await using folder = await temporaryFolder(tinyFiles);
  const abort = new AbortController();
  const options = { spec: folder.at("openapi.yaml"), out: folder.at("out"), check: false };
  const watching = watchPipeline(steps, { ...options, lint: "warn" }, abort.signal);
  await said(/✓ watch +added: .*operations\.listPets/);
  const before = await folder.snapshot("out");

  lines = [];
  await folder.write({ "paths.yaml": "pets: [" });
  await said(/✗ watch +\S*paths\.yaml/);
  expect(await folder.snapshot("out")).toEqual(before);

  lines = [];
  const renamed = tinyFiles["paths.yaml"].replace("CreatePet", "AddPet");
  await folder.write({
    "paths.yaml": renamed,
    "Pet.yaml": tinyFiles["Pet.yaml"].replace("[name]", "[]"),
  });
  await said(
    /✓ watch +added: operations\.AddPet, operations\.addPet; removed: operations\.CreatePet, operations\.createPet; altered: Pet/,
  );

  abort.abort();
  await watching;
});

it("--watch notices each time an editor replaces a file", async () => {
  await using folder = await temporaryFolder(tinyFiles);
  const abort = new AbortController();
  const options = { spec: folder.at("openapi.yaml"), out: folder.at("out"), check: false };
  const watching = watchPipeline(steps, options, abort.signal);
  await said(/✓ watch +added/);

  for (const name of ["AddPet", "MakePet", "BuyPet"]) {
    const text = tinyFiles["paths.yaml"].replace("CreatePet", name);
    await folder.write({ "paths.yaml.new": text });
    await rename(folder.at("paths.yaml.new"), folder.at("paths.yaml"));
    await said(new RegExp(`✓ watch +added: operations\\.${name}`));
  }

  abort.abort();
  await watching;
});
