import { createHash } from "node:crypto";
import { join } from "node:path";
import { pythonFolder } from "./folders.js";
import { runCommand } from "./run-command.js";

export type Row = Readonly<Record<string, unknown>>;
export type SqlParameters = Readonly<Record<string, string | number | boolean | null>>;

/** The server's database, for changes that no request can make. */
export class Database {
  constructor(
    private readonly python: string,
    private readonly url: string,
  ) {}

  /**
   * Runs one statement in its own transaction. Returns its rows, with dates as text. Write
   * parameters as `%(name)s` in the statement.
   */
  async sql(statement: string, parameters?: SqlParameters): Promise<Row[]> {
    const output = await runCommand(this.python, ["-I", join(pythonFolder, "query.py")], {
      input: JSON.stringify({ url: this.url, statement, parameters }),
    });
    return JSON.parse(output) as Row[]; // Safe: query.py prints a list of objects.
  }

  /** Expires the token of a reset or welcome mail. */
  async expirePasswordToken(token: string): Promise<void> {
    const rows = await this.sql(
      "UPDATE passwordtokens SET expires = '2000-01-01' WHERE value = %(hash)s RETURNING id",
      { hash: createHash("sha256").update(token).digest("hex") },
    );
    if (rows.length !== 1)
      throw new Error("expirePasswordToken: the server does not have this token");
  }

  /** Deletes the failed logins of an account (servers with API v1). */
  async forgetFailedLogins(email: string): Promise<void> {
    await this.sql(
      "DELETE FROM loginattempts WHERE user_id = (SELECT id FROM users WHERE email = %(email)s)",
      { email },
    );
  }

  /**
   * Creates an enabled account without roles and password. Creates its group if it does not exist.
   */
  async insertUser(user: NewUser): Promise<void> {
    await this.sql(
      `WITH known AS (SELECT id FROM groups WHERE name = %(group)s),
            made AS (
              INSERT INTO groups (uuid, site_id, name)
              SELECT gen_random_uuid(), 'DMG-0' || lpad(nextval('groups_id_seq')::text, 7, '0'), %(group)s
              WHERE NOT EXISTS (SELECT FROM known) RETURNING id)
       INSERT INTO users (uuid, site_id, email, fullname, pwhash, group_id, enabled,
                          site_admin, group_admin, site_read)
       SELECT gen_random_uuid(), 'DMU-0' || lpad(nextval('users_id_seq')::text, 7, '0'), %(email)s,
              %(fullname)s, '!', id, true, %(siteAdmin)s, %(groupAdmin)s, %(siteRead)s
       FROM (SELECT id FROM known UNION ALL SELECT id FROM made) AS either_group`,
      { siteAdmin: false, groupAdmin: false, siteRead: false, ...user },
    );
  }
}

export interface NewUser {
  readonly email: string;
  readonly fullname: string;
  readonly group: string;
  readonly groupAdmin?: boolean;
  readonly siteAdmin?: boolean;
  readonly siteRead?: boolean;
}
