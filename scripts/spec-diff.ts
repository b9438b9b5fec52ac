import {
  isEntryPoint,
  UsageError,
  runOptionCommand,
  type CommandOptions,
  type CommandValues,
} from "./command/entry-point.js";
import { reportDone, startClock } from "./command/progress.js";
import { defaultConfig, defaultSpec } from "./command/project.js";
import { listChanges } from "./diff/changes.js";
import { formats, printChanges, summarize, type Format } from "./diff/print-changes.js";
import { lastRelease, readDocument } from "./diff/read-document.js";

const usage = `Usage: npm run spec:diff -- [options]

Lists what has changed in the document, each change with its class for those who use the client
(patch, minor or major), its place, the reason, and what callers must change.

  --against REF|FILE  the document before: a file, or a commit's  (default: the last release, else HEAD)
  --spec FILE         the document after                          (default: spec/openapi.yaml)
  --format FORMAT     text, markdown or json                      (default: text)
  --config FILE       redocly's configuration                     (default: redocly.yaml)
  --help              this text
`;

const options = {
  against: { type: "string" },
  spec: { type: "string", default: defaultSpec },
  format: { type: "string", default: "text" },
  config: { type: "string", default: defaultConfig },
} satisfies CommandOptions;

/** Compares two documents, and prints what has changed on stdout. */
async function specDiff(values: CommandValues<typeof options>): Promise<void> {
  const format = parseFormat(values.format);
  const elapsed = startClock();
  const against = values.against ?? (await lastRelease()) ?? "HEAD";
  const before = await readDocument(against, values.config);
  const changes = listChanges(before, await readDocument(values.spec, values.config));
  process.stdout.write(printChanges(changes, against, format));
  reportDone("spec:diff", summarize(changes, against), elapsed());
}

function parseFormat(given: string): Format {
  const format = formats.find((each) => each === given);
  if (format === undefined) {
    throw new UsageError(`--format must be one of ${formats.join(", ")}; got "${given}"`);
  }
  return format;
}

if (isEntryPoint(import.meta.url)) await runOptionCommand(usage, options, specDiff);
