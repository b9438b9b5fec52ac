import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

import { listChanges, worstClass, type Change } from "../../scripts/diff/changes.js";
import type { ChangeClass } from "../../scripts/diff/findings.js";
import { isObject } from "../../scripts/document/spec-document.js";
import { projectRoot } from "../pipeline/support/run-script.js";
import { printTable } from "./support/mutation-table.js";
import { listMutations, type Mutation } from "./support/mutations.js";
import { tryPrograms, type TrialResult } from "./support/try-programs.js";

/** `npm run test:diff` tries all mutations, `npm run test:full` every ninth. */
const sampling = process.env["MUTATIONS"] === "all" ? 1 : 9;

/** The time limit in milliseconds. All mutations take 6 to 10 minutes on an idle machine. */
const limit = sampling === 1 ? 3_600_000 : 900_000;

/** The number of mutations for one compiler. More would need too much memory. */
const batch = 60;

/**
 * Changes with a higher class than the programs show. If an optional header is removed, a program
 * that reads it gets no value, but it still compiles.
 */
const aboveTrials = new Set(["mention header", "no longer mention header"]);

interface Trial {
  readonly mutation: Mutation;
  readonly changes: readonly Change[];
  readonly class: ChangeClass | undefined;
  readonly result: TrialResult;
}

const trials: Trial[] = [];
const all = listMutations(
  parse(readFileSync(join(projectRoot, "generated", "openapi.json"), "utf8")),
);

function parse(text: string) {
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) throw new Error("generated/openapi.json is not an object");
  return value;
}

beforeAll(async () => {
  const chosen = all.filter((_, index) => index % sampling === 0);
  for (let start = 0; start < chosen.length; start += batch) {
    const part = chosen.slice(start, start + batch);
    const results = await tryPrograms(part);
    for (const [index, mutation] of part.entries()) {
      const result = results[index];
      if (result === undefined) throw new Error(`no result for ${mutation.kind}`);
      const changes = listChanges(mutation.before, mutation.after);
      trials.push({ mutation, changes, class: worstClass(changes), result });
    }
  }
  process.stdout.write(`${printTable(trials)}\n`);
}, limit);

function describeTrial({ mutation, class: grade, result, changes }: Trial) {
  return {
    ...{ position: mutation.position, kind: mutation.kind, class: grade, expected: result.class },
    evidence: result.evidence,
    changes: changes.map(({ kind }) => kind),
  };
}

describe("a change of the spec", () => {
  it("is tried in more than 400 mutations at more than eight positions", () => {
    expect(all.length).toBeGreaterThan(400);
    expect(new Set(trials.map(({ mutation }) => mutation.position)).size).toBeGreaterThan(8);
  });

  it("has the class that compiled and running programs show", () => {
    const differing = trials.filter(
      ({ mutation, class: grade, result }) =>
        grade !== result.class && !aboveTrials.has(mutation.kind),
    );

    expect(differing.map(describeTrial)).toEqual([]);
  });

  it("never has a lower class than programs show", () => {
    const order: readonly (ChangeClass | undefined)[] = ["patch", "minor", "major"];
    const tooLow = trials.filter(
      ({ class: grade, result }) => order.indexOf(grade) < order.indexOf(result.class),
    );

    expect(tooLow.map(describeTrial)).toEqual([]);
  });

  it("is a patch if only descriptions or orders change", () => {
    const words = trials.filter(({ mutation }) => /reword|reorder|other words/.test(mutation.kind));

    expect(words.length).toBeGreaterThan(0);
    expect(new Set(words.map((trial) => trial.class))).toEqual(new Set(["patch"]));
  });

  it("is listed with a pointer into the document", () => {
    const misplaced = trials.filter(
      ({ changes }) =>
        changes.length === 0 || changes.some(({ pointer }) => !pointer.startsWith("#")),
    );

    expect(misplaced.map(describeTrial)).toEqual([]);
  });
});
