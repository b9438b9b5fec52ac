import type { ApiVersion } from "./api-version.js";
import { Database, type NewUser, type Row, type SqlParameters } from "./database.js";
import type { Administrator } from "./datameta-process.js";
import { Mailbox, passwordTokenIn } from "./mail.js";

/** The data that another process needs to use a running server. It can be sent as JSON. */
export interface ServerConnection {
  readonly api: ApiVersion;
  /** The server's release, such as "1.1.1". */
  readonly release: string;
  /** The base URL for `createClient`. */
  readonly url: string;
  readonly origin: string;
  /** An API key of the first account, which has every role. The key never expires. */
  readonly token: string;
  readonly admin: Administrator;
  readonly python: string;
  readonly databaseUrl: string;
  readonly mailFolder: string;
}

/**
 * Actions for tests that the versioned API does not have: mails, SQL, accepting registrations, web
 * login.
 */
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

  /** Accepts the registration with this address, like an administrator on the web pages. */
  async approveRegistration(
    email: string,
    { groupAdmin = false }: { groupAdmin?: boolean } = {},
  ): Promise<void> {
    const [request] = await this.sql(
      `SELECT r.uuid, r.fullname, r.new_group_name, g.uuid AS group_uuid
       FROM regrequests r LEFT JOIN groups g ON g.id = r.group_id WHERE r.email = %(email)s`,
      { email },
    );
    if (request === undefined) throw new Error(`there is no pending registration for ${email}`);
    await this.#fetch("PUT", "/api/ui/admin/request", {
      id: request["uuid"],
      response: "accept",
      fullname: request["fullname"],
      group_id: request["group_uuid"],
      group_newname: request["new_group_name"],
      group_admin: groupAdmin,
    });
  }

  /** Requests a reset mail. Returns its token, which is valid for ten minutes. */
  async requestPasswordToken(email: string): Promise<string> {
    const before = await this.mails.to(email);
    await this.#fetch("POST", "/api/ui/forgot", { email });
    const mail = (await this.mails.to(email)).slice(before.length).at(-1);
    const token = mail && passwordTokenIn(mail);
    if (token === undefined)
      throw new Error(`no reset mail was sent to ${email}. Is the user enabled?`);
    return token;
  }

  /**
   * Creates an account with a password, without a registration, because API v0 cannot store
   * registrations.
   */
  async createUser({ password, ...user }: NewUser & { readonly password: string }): Promise<void> {
    await this.database.insertUser(user);
    const passwordChangeCredential = await this.requestPasswordToken(user.email);
    await this.#fetch("PUT", `/api/${this.connection.api}/users/0/password`, {
      passwordChangeCredential,
      newPassword: password,
    });
  }

  /** Signs in with the web form. Returns the value of the session cookie `datameta`. */
  async signIn(email: string, password: string): Promise<string> {
    const response = await fetch(`${this.connection.origin}/login`, {
      method: "POST",
      body: new URLSearchParams({ input_email: email, input_password: password }),
      redirect: "manual",
    });
    await response.arrayBuffer();
    const target = response.headers.get("location") ?? "";
    if (!target.endsWith("/home")) {
      throw new Error(`signing in as ${email} returned ${response.status} ${target}`);
    }
    for (const cookie of response.headers.getSetCookie()) {
      const value = /^datameta=([^;]*)/.exec(cookie)?.[1];
      if (value !== undefined) return value;
    }
    throw new Error(`signing in as ${email} returned no session cookie`);
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
