import { join } from "node:path";
import { parseArgs } from "node:util";

import { isEntryPoint, runCommand, UsageError } from "./command/entry-point.js";
import { GenerationError } from "./command/generation-error.js";
import { count, reportDone, reportFailed, startClock } from "./command/progress.js";
import { defaultConfig, defaultSpec, projectRoot } from "./command/project.js";
import { listDrifts } from "./drift/drifts.js";
import { fetchDocument } from "./drift/fetch-document.js";
import { readKnownDifferences, sortOut } from "./drift/known-differences.js";
import { printDrifts } from "./drift/print-drifts.js";

const usage = `Usage: npm run spec:drift -- URL|FILE [options]

Compares the spec with the document that a server serves, by meaning and not by wording. The spec
describes both releases, so that each server lacks something of it: what is known and meant is
listed with its reason in spec/known-differences.yaml.

  URL|FILE       the server's base URL, or its document
  --api v0|v1    the base path of the server                   (default: what the document lists)
  --spec FILE    our document                                  (default: spec/openapi.yaml)
  --known FILE   the known differences                         (default: spec/known-differences.yaml)
  --config FILE  redocly's configuration                       (default: redocly.yaml)
  --help         this text

Exit code: 0 no drift, 1 drift, 2 the documents could not be compared.
`;

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
  const ours = await fetchDocument(values.spec, values.config);
  const theirs = await fetchDocument(given, values.config);
  const listed = JSON.stringify(theirs.document["servers"] ?? "");
  const api = values.api ?? (listed.includes("/v0") ? "v0" : "v1");
  const sorted = sortOut(listDrifts(ours, theirs), await readKnownDifferences(values.known), api);
  process.stdout.write(printDrifts(sorted));
  const drifts = sorted.unknown.length + sorted.unused.length;
  if (drifts === 0) {
    reportDone("spec:drift", `no drift from ${api}`, elapsed());
  } else {
    reportFailed("spec:drift", `${count(drifts, "drift")} from ${api}`, elapsed());
    process.exitCode = 1;
  }
}

/** What kept the documents from being compared is no drift: it has an exit code of its own. */
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
