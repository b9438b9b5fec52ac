import { readFile } from "node:fs/promises";

import { parseYaml } from "@redocly/openapi-core";

import { GenerationError } from "../command/generation-error.js";
import { isObject } from "../document/spec-document.js";
import type { Drift } from "./drifts.js";

/** Differences that are meant, with the reason. */
export interface KnownDifference {
  readonly reason: string;
  /** The releases that it is about; both where it is absent. */
  readonly api?: string;
  /** Kinds of difference, such as `status-removed`. */
  readonly kinds?: readonly string[];
  /** Places; `*` stands for anything in a name. */
  readonly at?: readonly string[];
  /** What the line of the report holds. */
  readonly text?: readonly string[];
}

/**
 * Reads the file of known differences.
 *
 * @throws GenerationError where an entry has no reason, or something else than it may have
 */
export async function readKnownDifferences(file: string): Promise<KnownDifference[]> {
  const parsed: unknown = parseYaml(await readFile(file, "utf8"));
  if (!Array.isArray(parsed)) throw refused(file, "is no list of differences");
  return parsed.map((entry: unknown, index) => {
    if (!isObject(entry) || typeof entry["reason"] !== "string") {
      throw refused(file, `has an entry without a reason: number ${index + 1}`);
    }
    const known = ["reason", "api", "kinds", "at", "text"];
    const unknown = Object.keys(entry).find((name) => !known.includes(name));
    if (unknown !== undefined) throw refused(file, `has an unknown member "${unknown}"`);
    return {
      reason: entry["reason"],
      ...(typeof entry["api"] === "string" && { api: entry["api"] }),
      ...list("kinds", entry["kinds"]),
      ...list("at", entry["at"]),
      ...list("text", entry["text"]),
    };
  });
}

function list(name: "kinds" | "at" | "text", value: unknown): Partial<KnownDifference> {
  if (value === undefined) return {};
  return { [name]: (Array.isArray(value) ? value : [value]).map(String) };
}

function refused(file: string, message: string): GenerationError {
  const advice = "Each entry has a reason, and may have api, kinds, at and text.";
  return new GenerationError([{ message: `${message}.`, places: [file], advice }]);
}

/** Splits drifts into those that are known, each with its entry, and the rest. */
export function sortOut(
  drifts: readonly Drift[],
  known: readonly KnownDifference[],
  api: string,
): {
  readonly unknown: readonly Drift[];
  readonly explained: ReadonlyMap<KnownDifference, readonly Drift[]>;
  /** Entries of this release that explain nothing: they are out of date. */
  readonly unused: readonly KnownDifference[];
} {
  const here = known.filter((entry) => entry.api === undefined || entry.api === api);
  const explained = new Map<KnownDifference, Drift[]>();
  const unknown: Drift[] = [];
  for (const drift of drifts) {
    const entry = here.find((each) => explains(each, drift));
    if (entry === undefined) unknown.push(drift);
    else explained.set(entry, [...(explained.get(entry) ?? []), drift]);
  }
  const unused = here.filter((entry) => !explained.has(entry));
  return { unknown, explained, unused };
}

function explains({ kinds, at, text }: KnownDifference, drift: Drift): boolean {
  if (kinds !== undefined && !kinds.includes(drift.kind)) return false;
  if (at !== undefined && !at.some((pattern) => matches(pattern, drift.at))) return false;
  return text === undefined || text.some((part) => drift.text.includes(part));
}

function matches(pattern: string, name: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}
