import { runCommand, type SystemUser } from "./run-command.js";

const candidates = ["postgres", "nobody"];

/**
 * Returns the user to run PostgreSQL as, because it refuses to run as root. Returns `undefined` if
 * we are not root.
 */
export async function findDatabaseUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;

  for (const name of candidates) {
    try {
      const uid = Number(await runCommand("id", ["-u", name]));
      const gid = Number(await runCommand("id", ["-g", name]));
      return { name, uid, gid };
    } catch {
      // This user does not exist. Try the next one.
    }
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and there is no user ${candidates.join(" or ")}. Run this command as an ordinary user`,
  );
}
