import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";

import { runNpm } from "../command/npm.js";
import { reportDone, reportWarning, startClock } from "../command/progress.js";
import { projectRoot, scratch } from "../command/project.js";

/** A client to measure. */
export interface Contender {
  readonly name: string;
  /**
   * The name of its app in fixtures/apps/. For a peer, also the name of the script in
   * fixtures/package.json that generates it.
   */
  readonly app: string;
  /** The folder of the datameta-client that the app imports. It must have a `dist/`. */
  readonly package?: string;
  /** Whether the client does not use a stubbed `fetch`. */
  readonly withoutFetch?: boolean;
}

const byHand: readonly Contender[] = [
  { name: "raw fetch", app: "raw-fetch" },
  { name: "raw fetch with a deadline", app: "raw-fetch-deadline" },
  { name: "datameta-client", app: "datameta-client", package: projectRoot },
  { name: "openapi-fetch", app: "openapi-fetch" },
  { name: "openapi-fetch with two middlewares", app: "openapi-fetch-middleware" },
  // On Node, it uses node:http.
  { name: "axios", app: "axios", withoutFetch: true },
];

const generated: readonly Contender[] = [
  { name: "hey-api", app: "hey-api" },
  { name: "orval (fetch)", app: "orval" },
  { name: "openapi-typescript-codegen", app: "openapi-typescript-codegen" },
  { name: "swagger-typescript-api", app: "swagger-typescript-api" },
  { name: "OpenAPI Generator (typescript-fetch)", app: "openapi-generator" },
];

/** The folder with the installed and generated peers, and all clients. */
export interface Field {
  readonly folder: string;
  readonly contenders: readonly Contender[];
}

/** Installs the peers and generates their clients from our document, once per set of inputs. */
export async function setUp(): Promise<Field> {
  const fixtures = join(projectRoot, "scripts", "bench", "fixtures");
  const document = join(projectRoot, "generated", "openapi.json");
  const hash = createHash("sha256").update(await readFile(join(fixtures, "package.json")));
  hash.update(await readFile(document));
  const folder = join(scratch, "bench", hash.digest("hex").slice(0, 12));
  await cp(fixtures, folder, { recursive: true });
  await cp(document, join(folder, "openapi.json"));
  if (!existsSync(join(folder, "node_modules", "orval"))) {
    await npm(folder, ["install", "--ignore-scripts", "--no-audit", "--no-fund"]);
  }
  const contenders = [...byHand];
  for (const contender of generated) {
    try {
      const output = join(folder, "generated", contender.app);
      if (!existsSync(output)) await npm(folder, ["run", contender.app]);
      contenders.push(contender);
    } catch (error) {
      reportWarning("set-up", `without ${contender.name}: ${String(error)}`);
    }
  }
  return { folder, contenders };
}

async function npm(folder: string, args: readonly string[]): Promise<void> {
  const elapsed = startClock();
  const { code, stdout, stderr } = await runNpm(folder, args);
  const end = (stdout + stderr).slice(-1000);
  if (code !== 0) throw new Error(`npm ${args.join(" ")} failed (${code}):\n${end}`);
  reportDone("set-up", `npm ${args.slice(0, 2).join(" ")}`, elapsed());
}
