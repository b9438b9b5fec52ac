import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type ApiVersion, isApiVersion, releases } from "./api-version.js";

/** Reads `--api`; undefined when there was nothing to do but print help or a mistake. */
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
    throw new Error(`--api takes ${Object.keys(releases).join(" or ")}; got "${values.api}"`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    process.exitCode = 2;
    return undefined;
  }
}

/** Whether the module was started as a program, not imported. */
export function isEntryPoint(moduleUrl: string): boolean {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(moduleUrl);
}
