import type { SpecDocument } from "../../../scripts/document/spec-document.js";
import type { ChangeClass } from "../../../scripts/diff/findings.js";
import { listOperations } from "../../../scripts/operations.js";
import { findRuntimeBreak } from "./caller.js";
import { compile, generateTypes, type Packaged } from "./compiler.js";
import { printConsumer } from "./consumer.js";
import { exampleOf, sliceBoth } from "./slice.js";

/** A document before and after a change. */
export interface Release {
  readonly before: SpecDocument;
  readonly after: SpecDocument;
}

/** The effect of a changed document on programs. */
export interface TrialResult {
  readonly class: ChangeClass;
  /** The failure. For a minor change, a program of the new document fails with the old one. */
  readonly evidence: string;
}

/**
 * Classifies changes by compiling and running programs. A change is major if a program of the old
 * document does not compile with the new one, or does not work with a server of the new one. It is
 * minor if a program of the new document fails with the old one. Otherwise it is a patch.
 *
 * @throws Error if a program does not compile against its own document
 */
export async function tryPrograms(releases: readonly Release[]): Promise<TrialResult[]> {
  const slices = releases.map(({ before, after }) => sliceBoth(before, after));
  const packages: Packaged[] = [];
  for (const [index, [before, after]] of slices.entries()) {
    const [old, now] = [programsOf(before), programsOf(after)];
    const types = [await generateTypes(before), await generateTypes(after)] as const;
    packages.push(
      packaged(`${index}-before`, types[0], { own: old, other: now }),
      packaged(`${index}-after`, types[1], { own: now, other: old }),
    );
  }
  const compilerErrors = compile(packages);
  const results: TrialResult[] = [];
  for (const [index, slice] of slices.entries()) {
    const [before, after] = [`${index}-before`, `${index}-after`] as const;
    const [old, now] = [compilerErrors.get(before), compilerErrors.get(after)];
    for (const own of [old, now]) requireCompiled(own);
    results.push(await conclude(slice, findBrokenProgram(now, old), findBrokenProgram(old, now)));
  }
  return results;
}

async function conclude(
  [before, after]: readonly [SpecDocument, SpecDocument],
  forward: string | undefined,
  backward: string | undefined,
): Promise<TrialResult> {
  const breaks = forward ?? (await findRuntimeBreak(before, after));
  if (breaks !== undefined) return { class: "major", evidence: breaks };
  const misses =
    backward ?? (await findRuntimeBreak(after, before)) ?? findDeprecation(before, after);
  if (misses !== undefined) return { class: "minor", evidence: misses };
  return { class: "patch", evidence: "nothing differs" };
}

/** Finds a new `deprecated`, which only editors show. Compilers and servers ignore it. */
function findDeprecation(before: SpecDocument, after: SpecDocument): string | undefined {
  const [old, now] = [before, after].map(
    ({ document }) => JSON.stringify(document).split('"deprecated":true').length,
  );
  return (now ?? 0) > (old ?? 0) ? "something is deprecated" : undefined;
}

function programsOf(spec: SpecDocument): Record<string, string> {
  const { operations } = listOperations(spec);
  const examples = operations.flatMap((operation) => {
    const text = exampleOf(operation);
    return text === undefined ? [] : [[`example-${operation.operationId ?? ""}`, text] as const];
  });
  return { consumer: printConsumer(spec, operations), ...Object.fromEntries(examples) };
}

function packaged(
  name: string,
  generated: Record<string, string>,
  programs: { own: Record<string, string>; other: Record<string, string> },
): Packaged {
  const named = Object.entries(programs).flatMap(([owner, texts]) =>
    Object.entries(texts).map(([program, text]) => [`${owner}-${program}.ts`, text] as const),
  );
  return { name, generated, programs: Object.fromEntries(named) };
}

/** Throws if the strict program does not compile. An outdated example is left out. */
function requireCompiled(compilerErrors: ReadonlyMap<string, string> | undefined): void {
  const broken = compilerErrors?.get("own-consumer.ts");
  if (broken !== undefined)
    throw new Error(`A program does not compile against its own document: ${broken}`);
}

/**
 * Finds a program that compiles with its own document but not with the other one.
 *
 * @param here - the compiler errors in the package of the other document
 * @param there - the compiler errors in the package of the program's own document
 */
function findBrokenProgram(
  here: ReadonlyMap<string, string> | undefined,
  there: ReadonlyMap<string, string> | undefined,
): string | undefined {
  for (const [program, found] of here ?? []) {
    if (!program.startsWith("other-")) continue;
    const name = program.slice("other-".length);
    if (there?.has(`own-${name}`) !== true) return `${name}:${found}`;
  }
  return undefined;
}
