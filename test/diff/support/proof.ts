import type { SpecDocument } from "../../../scripts/document/spec-document.js";
import type { ChangeClass } from "../../../scripts/diff/findings.js";
import { listOperations } from "../../../scripts/operations.js";
import { findRuntimeBreak } from "./caller.js";
import { compile, generateTypes, type Packaged } from "./compiler.js";
import { printConsumer } from "./consumer.js";
import { exampleOf, sliceBoth } from "./slice.js";

/** Two documents, one of which follows the other. */
export interface Release {
  readonly before: SpecDocument;
  readonly after: SpecDocument;
}

/** What became of programs when their document changed. */
export interface Proof {
  readonly class: ChangeClass;
  /** What broke: for a minor change, what programs of the new document miss in the old one. */
  readonly evidence: string;
}

/**
 * Tells the class of changes by what happens. A change is major if a program of the document before
 * no longer compiles, or no longer works with a server of the document after; it is minor if that
 * holds for a program of the document after and what was before; it is a patch if neither.
 *
 * @throws Error where a program does not even compile against its own document: it would prove nothing
 */
export async function prove(releases: readonly Release[]): Promise<Proof[]> {
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
  const complaints = compile(packages);
  const proofs: Proof[] = [];
  for (const [index, slice] of slices.entries()) {
    const [before, after] = [`${index}-before`, `${index}-after`] as const;
    const [old, now] = [complaints.get(before), complaints.get(after)];
    for (const own of [old, now]) refuseBroken(own);
    proofs.push(await conclude(slice, complaint(now, old), complaint(old, now)));
  }
  return proofs;
}

async function conclude(
  [before, after]: readonly [SpecDocument, SpecDocument],
  forward: string | undefined,
  backward: string | undefined,
): Promise<Proof> {
  const breaks = forward ?? (await findRuntimeBreak(before, after));
  if (breaks !== undefined) return { class: "major", evidence: breaks };
  const misses =
    backward ?? (await findRuntimeBreak(after, before)) ?? findDeprecation(before, after);
  if (misses !== undefined) return { class: "minor", evidence: misses };
  return { class: "patch", evidence: "nothing differs" };
}

/** A mark of deprecation shows in editors alone: compilers and servers go on as before. */
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

/** An example that a mutation has put out of date is no program of its document: it is left out. */
function refuseBroken(complaints: ReadonlyMap<string, string> | undefined): void {
  const broken = complaints?.get("own-consumer.ts");
  if (broken !== undefined)
    throw new Error(`A program does not compile against its own document: ${broken}`);
}

/**
 * @param here - what is wrong with the programs in the package of one document
 * @param there - the same of the other document, whose programs are asked for
 */
function complaint(
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
