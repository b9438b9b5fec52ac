import type { ApiVersion } from "./api-version.js";
import { Database, type NewUser, type Row, type SqlParameters } from "./database.js";
import type { Administrator } from "./datameta-process.js";
import { Mailbox, passwordTokenIn } from "./mail.js";

/** All that is needed to use a running server from any process: plain data, fit for JSON. */
export interface ServerConnection {
  readonly api: ApiVersion;
  /** The server's release, like "1.1.1". */
  readonly release: string;
  /** With the base path: what `createClient` takes. */
  readonly url: string;
  readonly origin: string;
  /** An API key of the first account, which has every role; it never expires. */
  readonly token: string;
  readonly admin: Administrator;
  readonly python: string;
  readonly databaseUrl: string;
  readonly mailFolder: string;
}

/** What tests need beyond the versioned API: mails, SQL, approvals, the web login. */
export class ServerAccess {
  readonly mails: Mailbox;
  readonly database: Database;

  constructor(readonly connection: ServerConnection) {
    this.mails = new Mailbox(connection.mailFolder);
    this.database = new Database(connection.python, connection.databaseUrl);
  }

  sql(statement: string, parameters?: SqlParameters): Promise<Row[]> {
    return this.database.sql(statement, parameters);
  }

  /** Accepts the registration with this address, as an administrator does in the web interface. */
  async approveRegistration(
    email: string,
    { groupAdmin = false }: { groupAdmin?: boolean } = {},
  ): Promise<void> {
    const [request] = await this.sql(
      `SELECT r.uuid, r.fullname, r.new_group_name, g.uuid AS group_uuid
       FROM regrequests r LEFT JOIN groups g ON g.id = r.group_id WHERE r.email = %(email)s`,
      { email },
    );
    if (request === undefined) throw new Error(`no registration waits for ${email}`);
    await this.#fetch("PUT", "/api/ui/admin/request", {
      id: request["uuid"],
      response: "accept",
      fullname: request["fullname"],
      group_id: request["group_uuid"],
      group_newname: request["new_group_name"],
      group_admin: groupAdmin,
    });
  }

  /** Asks for a reset mail; resolves with the token in it, good for ten minutes. */
  async requestPasswordToken(email: string): Promise<string> {
    const before = await this.mails.to(email);
    await this.#fetch("POST", "/api/ui/forgot", { email });
    const mail = (await this.mails.to(email)).slice(before.length).at(-1);
    const token = mail && passwordTokenIn(mail);
    if (token === undefined)
      throw new Error(`no reset mail came for ${email}: is it an enabled user?`);
    return token;
  }

  /** An account with a password of its own, made without registration (which API v0 fails to store). */
  async createUser({ password, ...user }: NewUser & { readonly password: string }): Promise<void> {
    await this.database.insertUser(user);
    const passwordChangeCredential = await this.requestPasswordToken(user.email);
    await this.#fetch("PUT", `/api/${this.connection.api}/users/0/password`, {
      passwordChangeCredential,
      newPassword: password,
    });
  }

  /** Signs in through the web form; resolves with the value of the session cookie `datameta`. */
  async signIn(email: string, password: string): Promise<string> {
    const response = await fetch(`${this.connection.origin}/login`, {
      method: "POST",
      body: new URLSearchParams({ input_email: email, input_password: password }),
      redirect: "manual",
    });
    await response.arrayBuffer();
    const target = response.headers.get("location") ?? "";
    if (!target.endsWith("/home")) {
      throw new Error(`signing in as ${email} was answered ${response.status} ${target}`);
    }
    for (const cookie of response.headers.getSetCookie()) {
      const value = /^datameta=([^;]*)/.exec(cookie)?.[1];
      if (value !== undefined) return value;
    }
    throw new Error(`signing in as ${email} gave no session cookie`);
  }

  async #fetch(method: string, path: string, body: unknown): Promise<void> {
    const response = await fetch(this.connection.origin + path, {
      method,
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        Authorization: `Bearer ${this.connection.token}`,
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
  }
}
