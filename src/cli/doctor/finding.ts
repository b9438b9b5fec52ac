import type { ExitCode } from "../errors.js";

/** What `doctor` has found out about one thing. */
export interface Finding {
  readonly about:
    "address" | "network" | "proxy" | "server" | "clock" | "token" | "upload" | "program";
  readonly state: "ok" | "warning" | "failure" | "skipped";
  /** A sentence. */
  readonly text: string;
  /** What to do, as a sentence. */
  readonly advice?: string;
  /** Of the command, for a failure. */
  readonly exitCode?: ExitCode;
}
