import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

import { listChanges, worstClass, type Change } from "../../scripts/diff/changes.js";
import type { ChangeClass } from "../../scripts/diff/findings.js";
import { isObject } from "../../scripts/document/spec-document.js";
import { projectRoot } from "../pipeline/support/run-script.js";
import { printTable } from "./support/mutation-table.js";
import { listMutations, type Mutation } from "./support/mutations.js";
import { prove, type Proof } from "./support/proof.js";

/** `npm run test:diff` tries them all; `npm run test:full` one in so many, always the same. */
const sampling = process.env["MUTATIONS"] === "all" ? 1 : 9;

/** How long the proofs may take, in milliseconds: 6 to 10 minutes for all on an idle machine. */
const limit = sampling === 1 ? 3_600_000 : 900_000;

/** How many mutations one compiler takes at once: more would hold too much at the same time. */
const batch = 60;

/**
 * Changes that are classed as graver than programs show: a header that need not come breaks nothing
 * by its absence, but whoever read it has lost it, and no compiler tells.
 */
const graver = new Set(["mention header", "no longer mention header"]);

interface Trial {
  readonly mutation: Mutation;
  readonly changes: readonly Change[];
  readonly class: ChangeClass | undefined;
  readonly proof: Proof;
}

const trials: Trial[] = [];
const all = listMutations(
  parse(readFileSync(join(projectRoot, "generated", "openapi.json"), "utf8")),
);

function parse(text: string) {
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) throw new Error("generated/openapi.json is no document");
  return value;
}

beforeAll(async () => {
  const chosen = all.filter((_, index) => index % sampling === 0);
  for (let start = 0; start < chosen.length; start += batch) {
    const part = chosen.slice(start, start + batch);
    const proofs = await prove(part);
    for (const [index, mutation] of part.entries()) {
      const proof = proofs[index];
      if (proof === undefined) throw new Error(`nothing is proved of ${mutation.kind}`);
      const changes = listChanges(mutation.before, mutation.after, { everyMediaType: true });
      trials.push({ mutation, changes, class: worstClass(changes), proof });
    }
  }
  process.stdout.write(`${printTable(trials)}\n`);
}, limit);

function describeTrial({ mutation, class: grade, proof, changes }: Trial) {
  return {
    ...{ position: mutation.position, kind: mutation.kind, class: grade, proved: proof.class },
    evidence: proof.evidence,
    changes: changes.map(({ kind }) => kind),
  };
}

describe("a change of the spec", () => {
  it("is tried in many kinds, at each position", () => {
    expect(all.length).toBeGreaterThan(400);
    expect(new Set(trials.map(({ mutation }) => mutation.position)).size).toBeGreaterThan(8);
  });

  it("is a break where programs do not compile or do not work any more, and no other is", () => {
    const differing = trials.filter(
      ({ mutation, class: grade, proof }) => grade !== proof.class && !graver.has(mutation.kind),
    );

    expect(differing.map(describeTrial)).toEqual([]);
  });

  it("is never called less than it is", () => {
    const order: readonly (ChangeClass | undefined)[] = ["patch", "minor", "major"];
    const belittled = trials.filter(
      ({ class: grade, proof }) => order.indexOf(grade) < order.indexOf(proof.class),
    );

    expect(belittled.map(describeTrial)).toEqual([]);
  });

  it("is a patch where only words or orders are others", () => {
    const words = trials.filter(({ mutation }) => /reword|reorder|other words/.test(mutation.kind));

    expect(words.length).toBeGreaterThan(0);
    expect(new Set(words.map((trial) => trial.class))).toEqual(new Set(["patch"]));
  });

  it("leads to the place where it was made", () => {
    const astray = trials.filter(
      ({ changes }) =>
        changes.length === 0 || changes.some(({ pointer }) => !pointer.startsWith("#")),
    );

    expect(astray.map(describeTrial)).toEqual([]);
  });
});
