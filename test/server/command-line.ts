import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type ApiVersion, isApiVersion, releases } from "./api-version.js";

/** Reads `--api`. Returns `undefined` after it has printed the help text or a usage error. */
export function readApiOption(help: string): ApiVersion | undefined {
  try {
    const { values } = parseArgs({
      options: {
        api: { type: "string", default: "v1" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) {
      process.stdout.write(help);
      return undefined;
    }
    if (isApiVersion(values.api)) return values.api;
    throw new Error(`--api must be ${Object.keys(releases).join(" or ")}; got "${values.api}"`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    process.exitCode = 2;
    return undefined;
  }
}

/** Whether the module was started as a program. */
export function isEntryPoint(moduleUrl: string): boolean {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(moduleUrl);
}
