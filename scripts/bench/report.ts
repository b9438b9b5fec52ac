import type { AppWeight } from "./bytes.js";
import type { CallCost } from "./calls.js";
import type { Absence } from "./contenders.js";
import { byteGoals, callGoals, pipelineGoals, typeGoals, type Goal } from "./goals.js";
import type { PipelineCost } from "./pipeline.js";
import type { StartCost } from "./start-up.js";
import type { TypeCost } from "./types.js";

/** A part of the report, under a heading. */
export interface Chapter {
  readonly title: string;
  /** How it was measured, in a paragraph. */
  readonly method: string;
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
}

interface Table {
  readonly title?: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function reportCalls(costs: readonly CallCost[]): Chapter {
  const conditions = [...new Set(costs.map(({ condition }) => condition))];
  return {
    title: "A call",
    method:
      "A POST with a JSON body and a bearer token, answered by 200 with JSON; over loopback, or with a `fetch` that answers at once, so that the client's own work is left. All clients are in one process and take turns, each with a token that its server has accepted before; the ratio to raw `fetch` is the median of the ratios within each round, with its quartiles. The bytes are what a call adds to the JavaScript heap while the collector is at rest. axios does not use `fetch` on Node, so that it has no row without a network. Raw `fetch` with a deadline is given a `signal`, which a timer aborts after a minute: what the platform charges every client that never hangs.",
    tables: conditions.map((condition) => ({
      title: `${condition.charAt(0).toUpperCase()}${condition.slice(1)}`,
      ...tabulateCalls(costs.filter((cost) => cost.condition === condition)),
    })),
    goals: callGoals(costs),
  };
}

function tabulateCalls(costs: readonly CallCost[]): Table {
  const isWeighed = costs.some(({ bytes }) => bytes !== undefined);
  return {
    head: [
      ...["client", "errors", "µs per call", "× raw fetch", "quartiles"],
      ...(isWeighed ? ["bytes allocated"] : []),
    ],
    rows: costs.map(({ contender, microseconds, ratio, spread: [low, high], bytes }) => [
      ...[contender.name, contender.errors, microseconds.toFixed(1), ratio.toFixed(2)],
      `${low.toFixed(2)}–${high.toFixed(2)}`,
      ...(bytes === undefined ? [] : [formatCount(bytes)]),
    ]),
  };
}

export function reportBytes(weights: readonly AppWeight[]): Chapter {
  return {
    title: "Bytes",
    method:
      "An app that creates a key, lists the keys, sets the password and deletes the key, bundled by esbuild for a browser, minified, with all that it imports.",
    tables: [
      {
        head: ["client", "minified", "gzip", "brotli"],
        rows: weights.map(({ contender, minified, gzip, brotli }) => [
          contender.name,
          ...[minified, gzip, brotli].map(formatCount),
        ]),
      },
    ],
    goals: byteGoals(weights),
  };
}

export function reportStart(costs: readonly StartCost[]): Chapter {
  return {
    title: "Start",
    method:
      "From the import of the client to the answer of its first call over loopback, in a fresh process each: with npm packages in `node_modules`, and bundled and minified into one file. Code that a generator wrote is in that one file either way.",
    tables: [
      {
        head: ["client", "ms, from node_modules", "ms, bundled"],
        rows: costs.map(({ contender, packages, bundled }) => [
          ...[contender.name, packages.toFixed(1), bundled.toFixed(1)],
        ]),
      },
    ],
    goals: [],
  };
}

export function reportTypes(costs: readonly TypeCost[]): Chapter {
  const programs = [...new Set(costs.map(({ program }) => program))];
  return {
    title: "Types",
    method:
      "`tsc --noEmit --extendedDiagnostics` in fresh processes, under `strict` and `skipLibCheck`; bare openapi-fetch has the types of the same document in a declaration file.",
    tables: programs.map((program) => ({
      title: `A program with ${program.replace(/^four/, "the four")}`,
      head: ["client", "instantiations", "types", "check, ms", "whole run, ms", "memory, MB"],
      rows: costs
        .filter((cost) => cost.program === program)
        .map(({ client, instantiations, types, check, total, memory }) => [
          ...[client, formatCount(instantiations), formatCount(types)],
          ...[check, total, memory].map((value) => value.toFixed(0)),
        ]),
    })),
    goals: typeGoals(costs),
  };
}

export function reportPipeline(costs: readonly PipelineCost[]): Chapter {
  const format = (value: number | undefined, digits: number, none: string): string =>
    value === undefined ? none : value.toFixed(digits);
  return {
    title: "The pipeline",
    method:
      "`npm run generate` (for our own document with `--check`) as a process of its own: the time from its start to its end, and its largest resident set; the median of five runs, of three for other documents, and one for the largest. Cold is the first run, when the scripts have to be compiled and no formatted text is remembered. Again is one more run within the process, as `--watch` does: the median of five, one for the largest. Made documents have four operations and two schemas for each kind of thing; GitHub's is that of `@octokit/openapi`.",
    tables: [
      {
        head: ["document", "operations", "s", "s of processor", "memory, MB", "again, s"],
        rows: costs.map(({ document, operations, seconds, processor, memory, again }) => [
          document,
          operations === undefined ? "" : formatCount(operations),
          ...[seconds, processor].map((value) => format(value, 2, "over the limit")),
          format(memory, 0, "over the limit"),
          format(again, 2, ""),
        ]),
      },
    ],
    goals: pipelineGoals(costs),
  };
}

export function reportAbsences(absent: readonly Absence[]): string {
  return absent.map(({ contender, reason }) => `Without ${contender.name}: ${reason}\n\n`).join("");
}

/** A chapter as Markdown. */
export function printChapter({ title, method, tables }: Chapter): string {
  const printed = tables.map(({ title: subtitle, head, rows }) => {
    const heading = subtitle === undefined ? "" : `### ${subtitle}\n\n`;
    const lines = [head, head.map((_, index) => (index === 0 ? "---" : "---:")), ...rows];
    return `${heading}${lines.map((row) => `| ${row.join(" | ")} |\n`).join("")}`;
  });
  return `## ${title}\n\n${method}\n\n${printed.join("\n")}`;
}

/** `12,345`. */
function formatCount(value: number): string {
  return Math.round(value).toLocaleString("en");
}
