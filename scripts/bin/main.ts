#!/usr/bin/env node
import { existsSync } from "node:fs";

/** The exports of each part of the command. */
interface Part {
  run(argv: string[]): Promise<number>;
}

/**
 * Loads a part of the command. Each part is a separate file in `dist/`, so that `generate` and the
 * other commands never load each other.
 */
async function load(file: string): Promise<Part> {
  // Safe: the build creates both files from modules that export `run`.
  return (await import(new URL(file, import.meta.url).href)) as Part;
}

const argv = process.argv.slice(2);

if (Number.parseInt(process.versions.node) < 20) {
  process.stderr.write(`datameta needs Node 20 or later. This is Node ${process.versions.node}.\n`);
  process.exitCode = 1;
} else if (argv[0] !== "generate") {
  process.exitCode = await (await load("./datameta.js")).run(argv);
} else if (existsSync(new URL("../generator/main.js", import.meta.url))) {
  process.exitCode = await (await load("../generator/main.js")).run(argv.slice(1));
} else {
  process.stderr.write(
    "datameta generate: this installation has no generator. Reinstall datameta-client.\n",
  );
  process.exitCode = 1;
}
