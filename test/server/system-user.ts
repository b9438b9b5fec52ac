import { runCommand, type SystemUser } from "./run-command.js";

const candidates = ["postgres", "nobody"];

/** PostgreSQL refuses to run as root: whom it runs as then; undefined where we are not root. */
export async function findDatabaseUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;

  for (const name of candidates) {
    try {
      const uid = Number(await runCommand("id", ["-u", name]));
      const gid = Number(await runCommand("id", ["-g", name]));
      return { name, uid, gid };
    } catch {
      // No such user here: the next one.
    }
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and there is no user ${candidates.join(" or ")} to run it as; start this as an ordinary user`,
  );
}
