import { join } from "node:path";
import { parseArgs } from "node:util";

import { isEntryPoint, runCommand, UsageError } from "./command/entry-point.js";
import { GenerationError } from "./command/generation-error.js";
import { count, reportDone, reportFailed, startClock } from "./command/progress.js";
import { defaultConfig, defaultSpec, projectRoot } from "./command/project.js";
import { readAccepted, separateAccepted, type Separated } from "./diff/accepted.js";
import { listChanges, type Change } from "./diff/changes.js";
import { readDocument } from "./diff/read-document.js";
import type { SpecDocument } from "./document/spec-document.js";

const usage = `Usage: npm run --silent spec:drift -- URL|FILE [options]

Compares the spec with the document that a server serves, by what it means for programs. The spec
describes both releases, so each server lacks something of it. spec/known-differences.yaml lists
what is meant to differ, with the reason.

  URL|FILE       the server's base URL, or its document
  --api v0|v1    the base path of the server                (default: what the document lists)
  --spec FILE    our document                               (default: spec/openapi.yaml)
  --known FILE   the known differences                      (default: spec/known-differences.yaml)
  --config FILE  Redocly's configuration                    (default: redocly.yaml)
  --help         this text

Exit code: 0 no drift, 1 drift, 2 the documents could not be compared.
`;

/** Lists how our spec differs in meaning from what a server serves. */
export function listDrifts(theirs: SpecDocument, ours: SpecDocument): Change[] {
  // A server says none of the words, and calls its components as it likes.
  const isOwn = ({ kind, pointer, sentence }: Change): boolean =>
    ["words", "unused", "deprecated"].includes(kind) ||
    (/^#\/components\/[^/]+\/[^/]+$/.test(pointer) && /^(removed|added)$/.test(kind)) ||
    (kind === "renamed" && !sentence.includes(" operationId "));
  return listChanges(theirs, ours).filter((change) => !isOwn(change));
}

export interface DriftOptions {
  /** A server's URL, or a file. */
  readonly given: string;
  readonly spec: string;
  readonly known: string;
  readonly config: string;
  readonly api?: string | undefined;
}

/** Compares, and sorts out what is known about the release that the server is of. */
export async function checkDrift(
  options: DriftOptions,
): Promise<{ readonly api: string; readonly separated: Separated }> {
  const known = await readAccepted(options.known);
  const theirs = await readDocument(options.given, options.config);
  const ours = await readDocument(options.spec, options.config);
  const listed = JSON.stringify(theirs.document["servers"] ?? "");
  const api = options.api ?? (listed.includes("/v0") ? "v0" : "v1");
  const here = known.filter((entry) => (entry.api ?? api) === api);
  return { api, separated: separateAccepted(listDrifts(theirs, ours), here) };
}

async function specDrift(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      api: { type: "string" },
      spec: { type: "string", default: defaultSpec },
      known: { type: "string", default: join(projectRoot, "spec", "known-differences.yaml") },
      config: { type: "string", default: defaultConfig },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const [given, ...others] = positionals;
  if (given === undefined || others.length > 0) {
    throw new UsageError("Give one URL or file to compare the spec with");
  }
  if (values.api !== undefined && values.api !== "v0" && values.api !== "v1") {
    throw new UsageError(`--api must be v0 or v1; got "${values.api}"`);
  }
  const elapsed = startClock();
  const { api, separated } = await checkDrift({ ...values, given });
  process.stdout.write(printDrifts(separated));
  const drifts = separated.left.length + separated.outdated.length;
  const result = drifts === 0 ? "no drift" : count(drifts, "drift");
  (drifts === 0 ? reportDone : reportFailed)("spec:drift", `${result} from ${api}`, elapsed());
  if (drifts > 0) process.exitCode = 1;
}

/** The unknown differences first, then the known ones by their reason. */
function printDrifts({ left, outdated, accepted }: Separated): string {
  const lines = [
    ...left.flatMap(({ kind, subject, place, before, after }) => [
      `drift      ${subject} [${kind}]  ${place}`,
      `           server: ${before ?? "(nothing)"}`,
      `           spec:   ${after ?? "(nothing)"}`,
    ]),
    ...outdated.map(({ reason }) => `outdated   This known difference no longer exists: ${reason}`),
    ...Array.from(
      accepted,
      ([{ reason }, { length }]) => `known      ${count(length, "difference")}: ${reason}`,
    ),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** A comparison that was not possible has an exit code of its own. */
async function compare(): Promise<void> {
  try {
    await specDrift();
  } catch (error) {
    if (!(error instanceof GenerationError)) throw error;
    process.stderr.write(`✗ The documents could not be compared.\n  ${error.message}\n`);
    process.exitCode = 2;
  }
}

if (isEntryPoint(import.meta.url)) await runCommand(compare);
