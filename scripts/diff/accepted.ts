import { readFile } from "node:fs/promises";

import { parseYaml } from "@redocly/openapi-core";

import { GenerationError } from "../command/generation-error.js";
import { isObject } from "../document/spec-document.js";
import type { Change } from "./changes.js";

/** An entry of the list of accepted changes. `*` in a pattern matches any text. */
export interface Accepted {
  readonly reason: string;
  /** Patterns for the kind, subject and sentence of a change. One of each list must match. */
  readonly kinds?: readonly string[];
  readonly at?: readonly string[];
  readonly text?: readonly string[];
  /** The API version to which the entry applies. */
  readonly api?: string;
  /** The last day on which the entry applies, such as 2030-12-31. */
  readonly until?: string;
}

const members = ["reason", "kinds", "at", "text", "api", "until"];

/**
 * Reads a list of accepted changes.
 *
 * @throws GenerationError if an entry has no reason or has an unknown member
 */
export async function readAccepted(file: string): Promise<Accepted[]> {
  const refuse = (message: string): GenerationError => {
    const advice = `Each entry has a reason, and may have ${members.slice(1).join(", ")}.`;
    return new GenerationError([{ message, places: [file], advice }]);
  };
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw refuse(`cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  });
  const parsed: unknown = parseYaml(text);
  if (!Array.isArray(parsed)) throw refuse("is not a list.");
  return parsed.map((entry: unknown, index) => {
    if (!isObject(entry) || typeof entry["reason"] !== "string") {
      throw refuse(`has an entry without a reason: number ${index + 1}.`);
    }
    const unknown = Object.keys(entry).find((name) => !members.includes(name));
    if (unknown !== undefined) throw refuse(`has an unknown member "${unknown}".`);
    const until: unknown = entry["until"];
    // The YAML parser turns a date without quotes into a `Date`.
    const day = until instanceof Date ? until.toISOString().slice(0, 10) : until;
    if (day !== undefined && !(typeof day === "string" && /^\d{4}-\d\d-\d\d$/.test(day))) {
      throw refuse(`has a date that is not like 2030-12-31: ${JSON.stringify(day)}.`);
    }
    const lists = ["kinds", "at", "text"].flatMap((name) => {
      const value = entry[name];
      return value === undefined ? [] : [[name, [value].flat().map(String)] as const];
    });
    return {
      ...{ reason: entry["reason"].trim(), ...Object.fromEntries(lists) },
      ...(day !== undefined && { until: day }),
      ...(typeof entry["api"] === "string" && { api: entry["api"] }),
    };
  });
}

export interface Separated {
  readonly left: readonly Change[];
  readonly accepted: ReadonlyMap<Accepted, readonly Change[]>;
  /** Entries that match no change or have expired. */
  readonly outdated: readonly Accepted[];
}

/** Separates the accepted changes from the rest. */
export function separateAccepted(
  changes: readonly Change[],
  entries: readonly Accepted[],
): Separated {
  const today = new Date().toISOString().slice(0, 10);
  const valid = entries.filter(({ until }) => until === undefined || until >= today);
  const accepted = new Map<Accepted, Change[]>();
  const left = changes.filter((change) => {
    const entry = valid.find((each) => accepts(each, change));
    if (entry !== undefined) accepted.set(entry, [...(accepted.get(entry) ?? []), change]);
    return entry === undefined;
  });
  return { left, accepted, outdated: entries.filter((entry) => !accepted.has(entry)) };
}

function accepts({ kinds, at, text }: Accepted, change: Change): boolean {
  const holds = (patterns: readonly string[] | undefined, value: string): boolean =>
    patterns?.some((pattern) => matches(pattern, value)) ?? true;
  return holds(kinds, change.kind) && holds(at, change.subject) && holds(text, change.sentence);
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}
