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

Lists the changes between two documents and their effect on programs that use the client. Each
change has a class (patch, minor or major), a line, what callers must do, and the type before and
after.

  --against FROM   the old document: a file, a URL, - for standard input, a commit, or
                   COMMIT:PATH                      (default: the last release, else HEAD)
  --spec FILE      the new document                 (default: spec/openapi.yaml)
  --format FORMAT  text, markdown, json, or github for annotations   (default: text)
  --fail-on CLASS  exit with 1 if a change has this class or a higher one
  --ignore FILE    accepted changes: a list of { reason, kinds, at, text, until }
  --config FILE    Redocly's configuration          (default: redocly.yaml)
  --help           show this text

Standard output contains only the list. Without --silent, npm adds its own lines to it.
`;

const options = {
  against: { type: "string" },
  spec: { type: "string", default: defaultSpec },
  format: { type: "string", default: "text" },
  "fail-on": { type: "string" },
  ignore: { type: "string" },
  config: { type: "string", default: defaultConfig },
} satisfies CommandOptions;

/** Compares two documents and prints the changes on standard output. */
async function specDiff(values: CommandValues<typeof options>): Promise<void> {
  const { format, spec, config, ignore, "fail-on": limit } = values;
  checkNames("--format", [format], formats);
  checkNames("--fail-on", limit === undefined ? [] : [limit], classes);
  const elapsed = startClock();
  const accepted = ignore === undefined ? [] : await readAccepted(ignore);
  const against = values.against ?? (await lastRelease()) ?? "HEAD";
  const before = await readDocument(against, config);
  const after = await readDocument(spec, config);
  const changes = listChanges(before, after);
  const { left, accepted: acceptedChanges, outdated } = separateAccepted(changes, accepted);
  // The name was checked above.
  process.stdout.write(printChanges(left, against, format as Format));
  for (const [{ reason }, found] of acceptedChanges)
    reportDone("accepted", count(found.length, "change"), reason);
  for (const { reason } of outdated) reportWarning("matches no change", reason);
  const isTooHigh = left.some(
    (change) => classes.indexOf(change.class) >= classes.findIndex((each) => each === limit),
  );
  const fails = limit !== undefined && isTooHigh;
  (fails ? reportFailed : reportDone)("spec:diff", summarize(left, against), elapsed());
  if (fails) process.exitCode = 1;
}

if (isEntryPoint(import.meta.url)) await runOptionCommand(usage, options, specDiff);
