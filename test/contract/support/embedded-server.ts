import { createClient, type DataMetaClient } from "datameta-client";
import { startTestServer, type TestServer } from "datameta-client/testing";
import {
  signInByForm,
  type AccountOptions,
  type ContractServer,
  type Credentials,
} from "./contract-server.js";

const releases = { v0: "0.9.8", v1: "1.1.1" } as const;

/** More than any test file needs. */
const spareAccounts = 60;

const adminEmail = "admin@example.org";

/** Starts the embedded server of the package. */
export async function startEmbeddedServer(api: "v0" | "v1"): Promise<ContractServer> {
  const roles = { siteAdmin: true, siteRead: true, groupAdmin: true };
  const spares = Array.from({ length: spareAccounts }, (_, index) => ({
    email: `account-${index}@example.org`,
    password: `Spare-Password.${index}`,
    group: `Group ${index}`,
  }));
  const admin = { email: adminEmail, password: "Admin-Password.1", group: "Administration" };
  const server = await startTestServer({ api, accounts: [{ ...admin, ...roles }, ...spares] });
  return new EmbeddedServer(api, server);
}

class EmbeddedServer implements ContractServer {
  readonly release: string;
  readonly baseUrl: string;
  readonly origin: string;
  readonly admin: Credentials;
  readonly #server: TestServer;
  readonly #adminClient: DataMetaClient;
  #used = 0;

  constructor(
    readonly api: "v0" | "v1",
    server: TestServer,
  ) {
    this.release = releases[api];
    this.baseUrl = server.url;
    this.origin = server.origin;
    this.admin = server.account(adminEmail);
    this.#server = server;
    this.#adminClient = createClient({
      baseUrl: server.url,
      auth: { bearer: this.admin.token },
    });
  }

  /** Takes an unused account and gives it the requested properties. */
  async createAccount({ groupOf, ...roles }: AccountOptions): Promise<Credentials> {
    const account = this.#server.account(`account-${this.#used++}@example.org`);
    await this.#adminClient.updateUser({
      id: account.id.uuid,
      body: { ...roles, ...(groupOf && { groupId: groupOf.groupId.uuid }) },
    });
    return account;
  }

  async approveRegistration(email: string): Promise<void> {
    const headers = { Authorization: `Bearer ${this.admin.token}` };
    const page = await fetch(`${this.origin}/api/ui/admin`, { headers });
    // Safe: the page for administrators has this shape. Otherwise tests would fail.
    const { reg_requests } = (await page.json()) as {
      reg_requests: {
        id: { uuid: string };
        email: string;
        fullname: string;
        group_id: unknown;
        new_group_name: unknown;
      }[];
    };
    const request = reg_requests.find((each) => each.email === email);
    if (!request) throw new Error(`there is no pending registration for ${email}`);
    const response = await fetch(`${this.origin}/api/ui/admin/request`, {
      method: "PUT",
      headers: { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify({
        id: request.id.uuid,
        response: "accept",
        fullname: request.fullname,
        group_id: request.group_id,
        group_newname: request.new_group_name,
        group_admin: false,
      }),
    });
    if (!response.ok) throw new Error(`accepting ${email} returned ${response.status}`);
  }

  readWelcomeToken(email: string): Promise<string> {
    return Promise.resolve(this.#mailedToken(email, "welcome"));
  }

  async requestResetToken(email: string): Promise<string> {
    await fetch(`${this.origin}/api/ui/forgot`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ email }),
    });
    return this.#mailedToken(email, "forgot");
  }

  requestExpiredResetToken(email: string): Promise<string> {
    return Promise.resolve(this.#server.createResetToken({ email, expired: true }));
  }

  signIn(email: string, password: string): Promise<string | undefined> {
    return signInByForm(this.origin, email, password);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server.close();
  }

  #mailedToken(email: string, kind: string): string {
    const mail = this.#server.mails.findLast((each) => each.to === email && each.kind === kind);
    if (mail?.token === undefined) throw new Error(`no ${kind} mail was sent to ${email}`);
    return mail.token;
  }
}
