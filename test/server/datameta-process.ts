import { join } from "node:path";
import { createInterface } from "node:readline";
import { type BackgroundProcess, startInBackground } from "./background-process.js";
import { pythonFolder } from "./folders.js";

export interface Administrator {
  readonly fullname: string;
  readonly email: string;
  readonly password: string;
  readonly group: string;
}

export interface DataMetaOrder {
  readonly python: string;
  readonly settingsFile: string;
  readonly folder: string;
  readonly admin: Administrator;
  readonly token: string;
}

export interface DataMetaProcess {
  readonly port: number;
  readonly tables: number;
  readonly process: BackgroundProcess;
}

/** Creates the tables and the first account, then starts the server. Resolves when it listens. */
export async function startDataMeta(order: DataMetaOrder, log: string): Promise<DataMetaProcess> {
  const { python, settingsFile, folder, admin, token } = order;
  const process = await startInBackground(python, ["-I", join(pythonFolder, "launch.py")], {
    name: "DataMeta",
    log,
    cwd: folder,
    input: `${JSON.stringify({ settings: settingsFile, admin, token })}\n`,
  });

  let tables = 0;
  let lastStep = "nothing";
  for await (const line of createInterface({ input: process.stdout })) {
    const report = JSON.parse(line) as LaunchReport; // Safe: only launch.py prints this.
    lastStep = report.step;
    if (report.step === "tables") tables = report.count;
    if (report.step === "listening") return { port: report.port, tables, process };
  }
  throw new Error(`${await process.ended}. Last completed step: ${lastStep}`);
}

type LaunchReport =
  | { readonly step: "tables"; readonly count: number }
  | { readonly step: "account" }
  | { readonly step: "listening"; readonly port: number };
