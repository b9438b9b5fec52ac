import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { serverNames, type ServerName } from "./contract-setup.js";
import { printCoverage, type Coverage } from "./coverage-table.js";
import type { Seen } from "./recording.js";

const dataFile = new URL("../coverage.json", import.meta.url);
export const tableFile = new URL("../coverage.md", import.meta.url);

export function readCoverage(): Coverage {
  const text = existsSync(dataFile) ? readFileSync(dataFile, "utf8") : "{}";
  // Safe: only updateCoverage writes this file. A column can be missing before its first run.
  const known = JSON.parse(text) as Partial<Coverage>;
  const columns = serverNames.map((name) => [name, known[name] ?? {}] as const);
  return Object.fromEntries(columns) as Coverage;
}

/**
 * Writes one column and the table. Synchronous, because projects that run in the same process can
 * end at the same time.
 */
export function updateCoverage(server: ServerName, seen: Seen): void {
  const coverage = { ...readCoverage(), [server]: seen };
  writeFileSync(dataFile, `${JSON.stringify(coverage, null, 2)}\n`);
  writeFileSync(tableFile, printCoverage(coverage));
}
