import type { AppWeight } from "./bytes.js";
import type { CallCost } from "./calls.js";
import type { PipelineCost } from "./pipeline.js";
import type { TypeCost } from "./types.js";

/** What was aimed at, and what became of it. */
export interface Goal {
  readonly goal: string;
  readonly measured: string;
  readonly isMet: boolean;
}

const own = "datameta-client";
const bare = "openapi-fetch";

export function callGoals(costs: readonly CallCost[]): Goal[] {
  const conditions = [...new Set(costs.map(({ condition }) => condition))];
  return conditions.flatMap((condition) => {
    const row = costs.filter((cost) => cost.condition === condition);
    const ratioOf = (id: string) => row.find(({ contender }) => contender.id === id)?.ratio ?? NaN;
    const ratio = ratioOf(own);
    const measured = `${ratio.toFixed(2)} ×`;
    const ahead = row
      .filter(({ contender }) => contender.id !== own && mapsErrors(contender.errors))
      .filter((cost) => cost.ratio < ratio)
      .map(({ contender }) => contender.name);
    const isOnLoopback = condition.startsWith("loopback");
    return [
      ...(isOnLoopback
        ? [{ goal: `${condition}: ≤ 1.10 × raw fetch`, measured, isMet: ratio <= 1.1 }]
        : []),
      {
        goal: `${condition}: faster than bare openapi-fetch`,
        measured: `${measured}, against ${ratioOf(bare).toFixed(2)} ×`,
        isMet: ratio < ratioOf(bare),
      },
      {
        goal: `${condition}: ahead of all that map errors`,
        measured: ahead.length === 0 ? measured : `behind ${ahead.join(", ")}`,
        isMet: ahead.length === 0,
      },
    ];
  });
}

function mapsErrors(errors: string): boolean {
  return errors !== "by hand" && errors !== "returned";
}

export function byteGoals(weights: readonly AppWeight[]): Goal[] {
  const gzip = weights.find(({ contender }) => contender.id === own)?.gzip ?? NaN;
  const measured = `${(gzip / 1000).toFixed(1)} KB`;
  return [{ goal: "an app with four calls: ≤ 5.0 KB by gzip", measured, isMet: gzip <= 5000 }];
}

export function typeGoals(costs: readonly TypeCost[]): Goal[] {
  const programs = [...new Set(costs.map(({ program }) => program))];
  return programs.map((program) => {
    const row = costs.filter((cost) => cost.program === program);
    const instantiationsOf = (name: string) =>
      row.find(({ client }) => client === name)?.instantiations ?? NaN;
    const mine = instantiationsOf(own);
    const theirs = instantiationsOf(`${bare}, bare`);
    return {
      goal: `types of a program with ${program}: ≤ 1.1 × the instantiations of bare openapi-fetch`,
      measured: `${(mine / theirs).toFixed(2)} ×`,
      isMet: mine <= 1.1 * theirs,
    };
  });
}

export function pipelineGoals(costs: readonly PipelineCost[]): Goal[] {
  const costOf = (name: string) => costs.find(({ document }) => document === name);
  const { seconds = NaN, again = NaN } = costOf("DataMeta") ?? {};
  const github = costOf("GitHub");
  const githubSeconds = github?.seconds ?? NaN;
  const memory = github?.memory ?? NaN;
  return [
    {
      goal: "the pipeline, 36 operations, as a command: ≤ 1 s",
      measured: `${seconds.toFixed(2)} s`,
      isMet: seconds <= 1,
    },
    {
      goal: "the pipeline, 36 operations, as `--watch` runs it: ≤ 1 s",
      measured: `${again.toFixed(2)} s`,
      isMet: again <= 1,
    },
    {
      goal: "the pipeline, GitHub's document: ≤ 10 s, and less than 1 GB",
      measured: `${githubSeconds.toFixed(1)} s, ${memory.toFixed(0)} MB`,
      isMet: githubSeconds <= 10 && memory < 1000,
    },
  ];
}

/** The goals as a table of Markdown; nothing where there are none. */
export function printGoals(goals: readonly Goal[]): string {
  if (goals.length === 0) return "";
  const rows = goals.map(
    ({ goal, measured, isMet }) => `| ${goal} | ${measured} | ${isMet ? "met" : "**missed**"} |\n`,
  );
  return `## Goals\n\n${reasons}\n\n| goal | measured | |\n| --- | ---: | --- |\n${rows.join("")}\n`;
}

const reasons =
  "What was aimed at, and what is missed. A call is dearer than raw `fetch` by a deadline, whose `signal` alone takes a part of the allowed tenth, by the token gate, and by checks of arguments and answers; those that are ahead have none of these. The bytes are openapi-fetch, the table of operations, the checks of options and the sentences of errors: none of them can be left out by a bundler, since a call may fail in any way. The command's time is that of loading TypeScript, Redocly and openapi-typescript.";
