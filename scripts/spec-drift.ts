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

Compares the spec with the document of a server and lists the differences that affect programs. The
spec describes both releases, so each server lacks some of it. spec/known-differences.yaml lists
the intended differences with their reasons.

  URL|FILE       the server's base URL or its document
  --api v0|v1    the base path of the server                (default: from the document)
  --spec FILE    our document                               (default: spec/openapi.yaml)
  --known FILE   the known differences                      (default: spec/known-differences.yaml)
  --config FILE  Redocly's configuration                    (default: redocly.yaml)
  --help         show this text

Exit code: 0 if there is no drift, 1 if there is, 2 if the documents cannot be compared.
`;

/** Lists the differences between our spec and a server's document that affect programs. */
export function listDrifts(theirs: SpecDocument, ours: SpecDocument): Change[] {
  // A server's document has no descriptions, and its components may have other names.
  const isExpected = ({ kind, pointer, sentence }: Change): boolean =>
    ["words", "unused", "deprecated"].includes(kind) ||
    (/^#\/components\/[^/]+\/[^/]+$/.test(pointer) && /^(removed|added)$/.test(kind)) ||
    (kind === "renamed" && !sentence.includes(" operationId "));
  return listChanges(theirs, ours).filter((change) => !isExpected(change));
}

export interface DriftOptions {
  /** A server's URL, or a file. */
  readonly server: string;
  readonly spec: string;
  readonly known: string;
  readonly config: string;
  readonly api?: string | undefined;
}

/** Compares the documents and separates the known differences of the server's release. */
export async function checkDrift(
  options: DriftOptions,
): Promise<{ readonly api: string; readonly separated: Separated }> {
  const known = await readAccepted(options.known);
  const theirs = await readDocument(options.server, options.config);
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
  const [server, ...others] = positionals;
  if (server === undefined || others.length > 0) {
    throw new UsageError("Pass one URL or file to compare the spec with.");
  }
  if (values.api !== undefined && values.api !== "v0" && values.api !== "v1") {
    throw new UsageError(`--api must be v0 or v1; got "${values.api}".`);
  }
  const elapsed = startClock();
  const { api, separated } = await checkDrift({ ...values, server });
  process.stdout.write(printDrifts(separated));
  const drifts = separated.left.length + separated.outdated.length;
  const result = drifts === 0 ? "no drift" : count(drifts, "drift");
  (drifts === 0 ? reportDone : reportFailed)("spec:drift", `${result} from ${api}`, elapsed());
  if (drifts > 0) process.exitCode = 1;
}

/** Prints the unknown differences first, then the known ones grouped by reason. */
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

/** Runs the command, and exits with 2 if the documents cannot be compared. */
async function compare(): Promise<void> {
  try {
    await specDrift();
  } catch (error) {
    if (!(error instanceof GenerationError)) throw error;
    process.stderr.write(`✗ The documents cannot be compared.\n  ${error.message}\n`);
    process.exitCode = 2;
  }
}

if (isEntryPoint(import.meta.url)) await runCommand(compare);
