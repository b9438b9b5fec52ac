import { projectRoot } from "../../pipeline/support/run-script.js";
import type { World } from "./world.js";

/** Replaces texts that differ between runs: ports, folders, identifiers, times and durations. */
export function normalize(text: string, { folder }: World): string {
  return text
    .replaceAll(folder, "FOLDER")
    .replace(/x{100,}/g, "x…x")
    .replace(/process \d+/, "process PID")
    .replace(/(?<=(uploadFile|updateFile) failed: .* within )\d+ ms/, "DURATION")
    .replaceAll(projectRoot, "PROJECT")
    .replace(/\S*\/datameta-cli-\w+/g, "FOLDER")
    .replace(/(127\.0\.0\.1|localhost):\d+/g, "HOST")
    .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, "UUID")
    .replace(/DM[A-Z]-\w{8}/g, "ID")
    .replace(/\b\d{4}-\d\d-\d\d \d\d:\d\d/g, "TIME")
    .replace(/\b\d\d:\d\d:\d\d\b/g, "TIME")
    .replace(/\bin [\d.]+ (ms|s)\b/g, "in DURATION")
    .replace(/\b\d+ minutes (?=ahead of|behind)/, "N minutes ")
    .replace(/Node \d+\S* on \w+ \w+/g, "Node VERSION on SYSTEM");
}
