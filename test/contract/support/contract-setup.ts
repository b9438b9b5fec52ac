import type { ServerConnection } from "../../server/server-access.js";

/** Which server the tests of a project run against. */
export interface ContractSetup {
  /** The name of the project, and of a column of the coverage table, like "embedded v1". */
  readonly server: ServerName;
  readonly api: "v0" | "v1";
  /** Where each file of tests leaves what it saw. */
  readonly recordings: string;
  /** The real server; the embedded one starts with each file of tests. */
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
