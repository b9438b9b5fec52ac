import { mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import {
  checkNames,
  runOptionCommand,
  type CommandOptions,
  type CommandValues,
} from "../../scripts/command/entry-point.js";
import { GenerationError } from "../../scripts/command/generation-error.js";
import { formatDuration, reportDone, startClock } from "../../scripts/command/progress.js";
import { scratch } from "../../scripts/command/project.js";
import { runCommand as runProgram } from "../server/run-command.js";
import { documents, type PublicDocument } from "./documents.js";
import { tryDocument, type Trial } from "./try-document.js";
import { compareTypes } from "./type-differences.js";

const usage = `Usage: npm run test:documents -- [options]

Generates the files of public documents and compiles them with strict settings. Calls all operations
on a server that returns the document's examples. Compares the types with openapi-typescript's, and
fails for a difference of an unknown kind. The documents come from npm packages, which are downloaded
to .cache/documents/.

  --only NAME  run only the document with this title (you can repeat this option)
  --help       show this text
`;

const folder = join(scratch, "documents");

/** Downloads a package once. Returns its folder. */
async function download({ package: name, version }: PublicDocument): Promise<string> {
  const target = join(folder, `${name.replaceAll(/\W/g, "-")}-${version}`);
  if (await stat(target).catch(() => undefined)) return target;
  const elapsed = startClock();
  const next = `${target}.next`;
  await rm(next, { recursive: true, force: true });
  await mkdir(next, { recursive: true });
  await runProgram("npm", ["pack", "--silent", `${name}@${version}`], { cwd: next });
  const tarball = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
  await runProgram("tar", ["xzf", tarball], { cwd: next });
  await rename(next, target);
  reportDone("download", `${name}@${version}`, elapsed());
  return target;
}

/** Counts the warnings of each kind. Warnings of one kind differ only in quoted texts and paths. */
function kindsOf(warnings: readonly string[]): string[] {
  const kinds = new Map<string, number>();
  for (const warning of warnings) {
    const kind = warning.replaceAll(/"[^"]*"/g, "…").replaceAll(/(\/\S*|[A-Z]{3,} \/\S*)/g, "…");
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return Array.from(kinds, ([kind, count]) => `${count} × ${kind}`);
}

function row({ title, origin, version }: PublicDocument, trial: Trial): string {
  const { operations, bytes, milliseconds, warnings, called, failures } = trial;
  const cells = [title, origin, version, operations, `${Math.round(bytes / 1024)} KB`];
  const results = [formatDuration(milliseconds), warnings.length, `${called}/${operations}`];
  return `| ${[...cells, ...results, failures.length === 0 ? "✓" : `✗ ${failures.length}`].join(" | ")} |`;
}

const options = { only: { type: "string", multiple: true } } satisfies CommandOptions;

async function main(values: CommandValues<typeof options>): Promise<void> {
  const titles = documents.map(({ title }) => title);
  checkNames("--only", values.only ?? [], titles);
  const chosen = documents.filter(({ title }) => values.only?.includes(title) ?? true);
  const rows: string[] = [];
  const notes: string[] = [];
  const broken: string[] = [];
  for (const document of chosen) {
    const place = join(await download(document), "package", document.file);
    const out = join(folder, "out", document.title.replaceAll(/\W/g, "-"));
    const elapsed = startClock();
    const trial = await tryDocument(place, out);
    reportDone("document", document.title, `${trial.operations} operations`, elapsed());
    rows.push(row(document, trial));
    notes.push(...kindsOf(trial.warnings).map((kind) => `${document.title}: ${kind}`));
    const { counts, unexplained } = await compareTypes(place);
    notes.push(...Array.from(counts, ([kind, n]) => `${document.title}: types: ${n} × ${kind}`));
    const others = unexplained.map(
      (text) => `a type that differs from openapi-typescript's, of an unknown kind: ${text}`,
    );
    broken.push(...[...trial.failures, ...others].map((each) => `${document.title}: ${each}`));
  }
  process.stdout.write(
    "| document | origin | version | operations | size | time | warnings | called | |\n" +
      `|---|---|---|---|---|---|---|---|---|\n${rows.join("\n")}\n\n${notes.join("\n")}\n`,
  );
  if (broken.length === 0) return;
  throw new GenerationError(broken.map((message) => ({ message, places: [] })));
}

await runOptionCommand(usage, options, main);
