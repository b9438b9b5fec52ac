import { randomBytes } from "node:crypto";
import { createClient } from "datameta-client";
import { passwordTokenIn } from "../../server/mail.js";
import { ServerAccess, type ServerConnection } from "../../server/server-access.js";
import {
  signInByForm,
  type AccountOptions,
  type ContractServer,
  type Credentials,
} from "./contract-server.js";

/** A server that another process starts and stops. */
export class RemoteServer implements ContractServer {
  readonly api: "v0" | "v1";
  readonly release: string;
  readonly baseUrl: string;
  readonly origin: string;
  readonly admin: Credentials;
  readonly #access: ServerAccess;

  constructor(connection: ServerConnection) {
    this.api = connection.api;
    this.release = connection.release;
    this.baseUrl = connection.url;
    this.origin = connection.origin;
    this.admin = { ...connection.admin, token: connection.token };
    this.#access = new ServerAccess(connection);
  }

  async createAccount({ groupOf, ...roles }: AccountOptions): Promise<Credentials> {
    const mark = randomBytes(5).toString("hex");
    const email = `account-${mark}@example.org`;
    const password = `Spare-Password.1${mark}`;
    const group = groupOf?.groupName ?? `Group ${mark}`;
    const fullname = `account-${mark}`;
    await this.#access.createUser({ email, password, fullname, group, ...roles });
    const { token } = await createClient({ baseUrl: this.baseUrl }).createApiKey({
      body: { email, password, label: "test key" },
    });
    return { email, password, token };
  }

  approveRegistration(email: string): Promise<void> {
    return this.#access.approveRegistration(email);
  }

  async readWelcomeToken(email: string): Promise<string> {
    const mail = (await this.#access.mails.to(email)).at(-1);
    const token = mail && passwordTokenIn(mail);
    if (token === undefined) throw new Error(`no welcome mail was sent to ${email}`);
    return token;
  }

  requestResetToken(email: string): Promise<string> {
    return this.#access.requestPasswordToken(email);
  }

  async requestExpiredResetToken(email: string): Promise<string> {
    const token = await this.#access.requestPasswordToken(email);
    await this.#access.database.expirePasswordToken(token);
    return token;
  }

  signIn(email: string, password: string): Promise<string | undefined> {
    return signInByForm(this.origin, email, password);
  }

  /** The server keeps running for the next test file. */
  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
