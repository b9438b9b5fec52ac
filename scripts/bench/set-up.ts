import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { buildPackage } from "../command/built-package.js";
import { count, reportDone, reportWarning, startClock } from "../command/progress.js";
import { projectRoot, scratch } from "../command/project.js";
import { removeFile, replaceFolder, writeOutputs, type Output } from "../step.js";
import { contenders, type Absence, type Contender } from "./contenders.js";
import { generatePeers, generatorVersion } from "./peers.js";
import { runProgram } from "./run-program.js";

const fixtures = fileURLToPath(new URL("./fixtures", import.meta.url));

/** Where the peers are installed and generated; ignored by git. */
export const benchFolder = join(scratch, "bench");

/** What is ready to be measured. */
export interface Field {
  readonly contenders: readonly Contender[];
  readonly absent: readonly Absence[];
}

/** The app of a contender, as it lies beside what was generated for it. */
export function appOf({ id }: Contender): string {
  return join(benchFolder, "apps", `${id}.ts`);
}

/**
 * Builds the package and lays it beside its peers, which are installed and generated from
 * generated/openapi.json unless that was done before with the same versions and the same document.
 */
export async function setUp(): Promise<Field> {
  await buildPackage();
  const files = [
    ...(await readFolder(fixtures)),
    { path: "openapi.json", text: await readGenerated("openapi.json") },
    // As openapi-typescript writes it for bare openapi-fetch: declarations alone.
    { path: join("generated", "schema.d.ts"), text: await readGenerated("schema.ts") },
  ];
  await writeOutputs(files.map(({ path, text }) => ({ path: join(benchFolder, path), text })));

  // The apps have no part in what is installed and generated.
  const inputs = files.filter(({ path }) => !path.startsWith("apps") && !path.endsWith(".mjs"));
  const stamp = createHash("sha256")
    .update(JSON.stringify([inputs, generatorVersion]))
    .digest("hex");
  const stampFile = join(benchFolder, "stamp");
  const current = await readFile(stampFile, "utf8").catch(() => undefined);
  let absent: readonly Absence[] = [];
  if (current !== stamp) {
    await removeFile(stampFile);
    absent = await preparePeers();
    // One that is missing today may be there the next time.
    if (absent.length === 0) await writeOutputs([{ path: stampFile, text: stamp }]);
  }
  await layPackage();
  for (const { contender, reason } of absent) {
    reportWarning("set-up", `without ${contender.name}: ${reason}`);
  }
  const missing = new Set(absent.map(({ contender }) => contender.id));
  const present = contenders.filter(({ id }) => !missing.has(id));
  reportDone("set-up", count(present.length, "client"));
  return { contenders: present, absent };
}

function readGenerated(file: string): Promise<string> {
  return readFile(join(projectRoot, "generated", file), "utf8");
}

async function preparePeers(): Promise<Absence[]> {
  const elapsed = startClock();
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
  await runProgram("npm", ["install", ...flags], { cwd: benchFolder });
  reportDone("install peers", relative(projectRoot, benchFolder), elapsed());
  return generatePeers(benchFolder);
}

/** As npm would install it: package.json, and what was built. */
async function layPackage(): Promise<void> {
  const dist = await readFolder(join(projectRoot, "dist", "src"), "dist/src");
  const generated = await readFolder(join(projectRoot, "dist", "generated"), "dist/generated");
  const manifest = await readFile(join(projectRoot, "package.json"), "utf8");
  await replaceFolder(
    join(benchFolder, "node_modules", "datameta-client"),
    [...dist, ...generated, { path: "package.json", text: manifest }],
    scratch,
  );
}

async function readFolder(folder: string, prefix = ""): Promise<Output[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return { path: join(prefix, relative(folder, path)), text: await readFile(path, "utf8") };
      }),
  );
}
