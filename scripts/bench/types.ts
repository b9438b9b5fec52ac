import { join } from "node:path";

import { GenerationError } from "../command/generation-error.js";
import { reportDone, startClock } from "../command/progress.js";
import { projectRoot } from "../command/project.js";
import { writeOutputs } from "../step.js";
import type { Contender } from "./contenders.js";
import { runProgram } from "./run-program.js";
import { appOf, benchFolder } from "./set-up.js";
import { median } from "./statistics.js";
import { makeTypePrograms } from "./type-projects.js";

/** What the compiler spends on a program. */
export interface TypeCost {
  readonly program: string;
  readonly client: string;
  readonly instantiations: number;
  readonly types: number;
  /** Milliseconds, medians: of the check alone, and of the whole run. */
  readonly check: number;
  readonly total: number;
  /** MB of memory, a median. */
  readonly memory: number;
}

interface Program {
  readonly program: string;
  readonly client: string;
  readonly file: string;
}

interface Project extends Program {
  /** Its tsconfig.json. */
  readonly project: string;
}

/** Compiles each program in fresh processes, which take turns. */
export async function measureTypes(
  contenders: readonly Contender[],
  quick: boolean,
): Promise<TypeCost[]> {
  const elapsed = startClock();
  const projects = await configure([
    ...(await writePrograms("one", "one call")),
    ...(await writePrograms("all", "a call of each operation")),
    ...contenders.map((contender) => ({
      program: "four calls",
      client: contender.name,
      file: appOf(contender),
    })),
  ]);
  const runs = projects.map((): Diagnostics[] => []);
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    for (const [index, project] of projects.entries()) runs[index]?.push(await compile(project));
  }
  reportDone("types", elapsed());
  return projects.map(({ program, client }, index) => {
    const own = runs[index] ?? [];
    const middle = (key: keyof Diagnostics): number => median(own.map((each) => each[key]));
    return {
      ...{ program, client },
      instantiations: middle("instantiations"),
      types: middle("types"),
      check: middle("check"),
      total: middle("total"),
      memory: middle("memory"),
    };
  });
}

async function writePrograms(extent: "one" | "all", program: string): Promise<Program[]> {
  const programs = await makeTypePrograms(extent);
  const projects = programs.map(({ client, text }, index) => ({
    ...{ program, client, text },
    file: join(benchFolder, "types", `${extent}-${index}.ts`),
  }));
  await writeOutputs(projects.map(({ file, text }) => ({ path: file, text })));
  return projects;
}

async function configure(programs: readonly Program[]): Promise<Project[]> {
  const projects = programs.map((program, index) => ({
    ...program,
    project: join(benchFolder, "types", `tsconfig.${index}.json`),
  }));
  await writeOutputs(
    projects.map(({ file, project }) => ({
      path: project,
      text: JSON.stringify({ compilerOptions, files: [file] }),
    })),
  );
  return projects;
}

type Diagnostics = Readonly<
  Record<"instantiations" | "types" | "check" | "total" | "memory", number>
>;

/** As most projects are set: strict, for a bundler, declarations of packages taken as they are. */
const compilerOptions = {
  ...{ noEmit: true, strict: true, skipLibCheck: true, target: "es2022", module: "esnext" },
  ...{ moduleResolution: "bundler", lib: ["es2022", "dom", "dom.iterable"], types: [] },
};

async function compile({ file, project }: Project): Promise<Diagnostics> {
  const tsc = join(projectRoot, "node_modules", "typescript", "bin", "tsc");
  const output = await runProgram(process.execPath, [tsc, "-p", project, "--extendedDiagnostics"]);
  const read = (name: string): number => {
    const [, value] = new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(output) ?? [];
    if (value !== undefined) return Number(value);
    throw new GenerationError([{ message: `tsc says nothing of "${name}".`, places: [file] }]);
  };
  return {
    instantiations: read("Instantiations"),
    types: read("Types"),
    check: read("Check time") * 1000,
    total: read("Total time") * 1000,
    memory: read("Memory used") / 1024,
  };
}
