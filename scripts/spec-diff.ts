import { resolve } from "node:path";

import {
  checkNames,
  isEntryPoint,
  runOptionCommand,
  type CommandOptions,
  type CommandValues,
} from "./command/entry-point.js";
import { count, reportDone, reportFailed, reportWarning, startClock } from "./command/progress.js";
import { defaultConfig, defaultSpec } from "./command/project.js";
import { readAccepted, separateAccepted } from "./diff/accepted.js";
import { listChanges } from "./diff/changes.js";
import { classes } from "./diff/findings.js";
import { formats, printChanges, summarize, type Format } from "./diff/print-changes.js";
import { lastRelease, readDocument } from "./diff/read-document.js";

const usage = `Usage: npm run --silent spec:diff -- [options]

Lists what a change of the document means for programs that use the client: each change with its
class (patch, minor or major), its line, what callers do, and the type before and after.

  --against FROM   the document before: a file, a URL, - for standard input, or a commit,
                   also as COMMIT:PATH              (default: the last release, else HEAD)
  --spec FILE      the document after               (default: spec/openapi.yaml)
  --format FORMAT  text, markdown, json, or github for annotations   (default: text)
  --fail-on CLASS  exits with 1 if a change is of this class or a graver one
  --ignore FILE    accepted changes: a list of { reason, kinds, at, text, until }
  --config FILE    Redocly's configuration          (default: redocly.yaml)
  --help           this text

Standard output holds the list alone; npm adds lines of its own to it without --silent.
`;

const options = {
  against: { type: "string" },
  spec: { type: "string", default: defaultSpec },
  format: { type: "string", default: "text" },
  "fail-on": { type: "string" },
  ignore: { type: "string" },
  config: { type: "string", default: defaultConfig },
} satisfies CommandOptions;

/** Compares two documents, and prints what has changed on standard output. */
async function specDiff(values: CommandValues<typeof options>): Promise<void> {
  const { format, spec, config, ignore, "fail-on": limit } = values;
  checkNames("--format", [format], formats);
  checkNames("--fail-on", limit === undefined ? [] : [limit], classes);
  const elapsed = startClock();
  const accepted = ignore === undefined ? [] : await readAccepted(ignore);
  const against = values.against ?? (await lastRelease()) ?? "HEAD";
  const before = await readDocument(against, config);
  const after = await readDocument(spec, config);
  // Only DataMeta's own client has `http`, whose types know every media type.
  const changes = listChanges(before, after, { everyMediaType: resolve(spec) === defaultSpec });
  const { left, accepted: known, outdated } = separateAccepted(changes, accepted);
  // The name was checked above.
  process.stdout.write(printChanges(left, against, format as Format));
  for (const [{ reason }, found] of known)
    reportDone("accepted", count(found.length, "change"), reason);
  for (const { reason } of outdated) reportWarning("accepts nothing", reason);
  const isTooGrave = left.some(
    (change) => classes.indexOf(change.class) >= classes.findIndex((each) => each === limit),
  );
  const fails = limit !== undefined && isTooGrave;
  (fails ? reportFailed : reportDone)("spec:diff", summarize(left, against), elapsed());
  if (fails) process.exitCode = 1;
}

if (isEntryPoint(import.meta.url)) await runOptionCommand(usage, options, specDiff);
