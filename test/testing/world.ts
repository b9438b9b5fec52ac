import { startTestServer, type TestServer, type TestServerOptions } from "datameta-client/testing";

import { members, send } from "./send.js";

/** An account for each role, in two groups. */
export const accounts = [
  {
    email: "admin@example.org",
    password: "Password.0",
    group: "Group A",
    siteAdmin: true,
    siteRead: true,
    groupAdmin: true,
  },
  { email: "bob@example.org", password: "Password.1", name: "Bob", group: "Group A" },
  { email: "zoe@example.org", password: "Password.2", name: "Zoe", group: "Group A" },
  {
    email: "carol@example.org",
    password: "Password.3",
    name: "Carol",
    group: "Group B",
    groupAdmin: true,
  },
  { email: "dave@example.org", password: "Password.4", name: "Dave", group: "Group B" },
  { email: "reader@example.org", password: "Password.5", group: "Group B", siteRead: true },
  { email: "boss@example.org", password: "Password.6", group: "Group B", siteAdmin: true },
] as const;

/** The definitions of a small sample sheet and of a quality control service. */
export const metadata = [
  {
    name: "ID",
    regExp: "^[A-Z][A-Z][0-9][0-9]$",
    regexDescription: "two letters, two digits",
    isMandatory: true,
    isSiteUnique: true,
  },
  { name: "Date", dateTimeFmt: "%d.%m.%Y" },
  { name: "ZIP", regExp: "^[0-9]{3}", regexDescription: "three digits", isSubmissionUnique: true },
  { name: "FileR1", isMandatory: true, isFile: true },
  { name: "FileR2", isFile: true },
  { name: "NoDesc", regExp: "^x$" },
  {
    name: "QCResult",
    regExp: "pass|fail",
    regexDescription: "pass or fail",
    isMandatory: true,
    service: "qc",
  },
  { name: "QCReport", isFile: true, service: "qc" },
  { name: "QCDate", dateTimeFmt: "%Y-%m-%d", service: "qc" },
] as const;

/** Starts a server with these accounts and definitions. Carol may execute its service "qc". */
export async function startWorld(options: TestServerOptions = {}): Promise<World> {
  const server = await startTestServer({
    accounts,
    metadata,
    services: [{ name: "qc", users: ["carol@example.org"] }],
    ...options,
  });
  const token = (name: string) => server.account(`${name}@example.org`).token;
  return Object.assign(server, {
    token,
    id: (name: string) => server.account(`${name}@example.org`).id,
  });
}

export interface World extends TestServer {
  /** Returns the token of an account by its name. */
  token(name: string): string;
  id(name: string): { readonly uuid: string; readonly site: string };
}

export interface Id {
  readonly uuid: string;
  readonly site: string;
}

/** Returns the `id` member of a response. */
export function idOf(answer: { json: unknown } & Parameters<typeof members>[0]): Id {
  // Safe: these responses have passed the server's own type checks.
  return members(answer)["id"] as Id;
}

/** Stages a metadata set as Bob and returns its id. */
export async function stage(
  world: World,
  record: Record<string, unknown>,
  name = "bob",
): Promise<Id> {
  const answer = await send(world, "POST /metadatasets", {
    token: world.token(name),
    body: { record },
  });
  return idOf(answer);
}

/** Submits as Bob and returns the response. */
export async function submit(
  world: World,
  metadatasetIds: readonly string[],
  fileIds: readonly string[],
  name = "bob",
) {
  return send(world, "POST /submissions", {
    token: world.token(name),
    body: { metadatasetIds, fileIds },
  });
}
