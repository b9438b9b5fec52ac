import type { ServerConnection } from "../../server/server-access.js";

/** The server that the tests of a project run against. */
export interface ContractSetup {
  /** The name of the project and of its column in the coverage table, such as "embedded v1". */
  readonly server: ServerName;
  readonly api: "v0" | "v1";
  /** The folder where each test file writes its recording. */
  readonly recordings: string;
  /** The real server. Absent for the embedded one, which each test file starts. */
  readonly connection: ServerConnection | null;
}

export const serverNames = ["real v1", "real v0", "embedded v1", "embedded v0"] as const;

export type ServerName = (typeof serverNames)[number];

declare module "vitest" {
  export interface ProvidedContext {
    contract: ContractSetup;
    connection: ServerConnection;
  }
}
