import type { ExitCode } from "../errors.js";

/** The result of one check of `doctor`. */
export interface Finding {
  readonly about:
    "address" | "network" | "proxy" | "server" | "clock" | "token" | "upload" | "program";
  readonly state: "ok" | "warning" | "failure" | "skipped";
  /** A sentence. */
  readonly text: string;
  /** What to do, as a sentence. */
  readonly advice?: string;
  /** The command's exit code if this is a failure. */
  readonly exitCode?: ExitCode;
}
