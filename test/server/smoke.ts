import assert from "node:assert/strict";
import type { ApiVersion } from "./api-version.js";
import { isEntryPoint, readApiOption } from "./command-line.js";
import { type RealServer, startRealServer } from "./start-real-server.js";

const help = `Starts a real DataMeta server, checks its most important functions, and stops it.

Usage: npx tsx test/server/smoke.ts [--api v0|v1]

  --api   v1 (default) or v0
  --help  show this text
`;

type Check = (server: RealServer) => Promise<void>;

const user = {
  email: "grace@example.org",
  fullname: "Grace Member",
  group: "Members",
  password: "First-Passw0rd!",
};

const checks: Readonly<Record<string, Check>> = {
  "GET /server returns the release": async (server) => {
    const answer = await request(server, "GET", "/server", { token: server.token });
    assert.equal(answer.status, 200);
    assert.equal(answer.body["datametaVersion"], server.connection.release);
  },

  "a key made with e-mail and password works until it is deleted": async (server) => {
    const { email, password, fullname } = server.admin;
    const created = await request(server, "POST", "/keys", {
      body: { email, password, label: "smoke" },
    });
    assert.equal(created.status, 200);
    const token = created.body["token"];
    assert.equal(typeof token, "string");

    const whoami = await request(server, "GET", "/rpc/whoami", { token });
    assert.equal(whoami.body["name"], fullname);

    const { uuid } = created.body["id"] as { uuid: string }; // Safe: the response above contains an identifier.
    assert.equal((await request(server, "DELETE", `/keys/${uuid}`, { token })).status, 200);
    assert.equal((await request(server, "GET", "/rpc/whoami", { token })).status, 401);
  },

  "a new account can sign in and reset its password with a mailed token": async (server) => {
    await server.createUser(user);
    assert.match(await server.signIn(user.email, user.password), /^[\w-]+$/);

    const newPassword = "Second-Passw0rd!";
    const passwordChangeCredential = await server.requestPasswordToken(user.email);
    const change = { body: { passwordChangeCredential, newPassword } };
    const changed = await request(server, "PUT", "/users/0/password", change);
    assert.equal(changed.status, server.connection.api === "v0" ? 204 : 200);
    assert.equal((await request(server, "PUT", "/users/0/password", change)).status, 404);

    const login = { body: { email: user.email, password: newPassword, label: "after" } };
    assert.equal((await request(server, "POST", "/keys", login)).status, 200);
  },

  "an expired reset token returns 410": async (server) => {
    const passwordChangeCredential = await server.requestPasswordToken(user.email);
    await server.database.expirePasswordToken(passwordChangeCredential);
    const body = { passwordChangeCredential, newPassword: "Third-Passw0rd!" };
    assert.equal((await request(server, "PUT", "/users/0/password", { body })).status, 410);
  },

  "an accepted registration creates an account and a welcome mail": async (server) => {
    const body = {
      ...{ name: "Rosa Registered", email: "rosa@example.org", org_select: null },
      ...{ org_create: "yes", org_new_name: "Newcomers", check_user_agreement: true },
    };
    const registered = await request(server, "POST", "/registrations", { token: "any", body });
    if (server.connection.api === "v0") {
      assert.equal(registered.status, 500, "DataMeta 0.9.8 cannot store registrations");
      return;
    }
    assert.equal(registered.status, 204);
    await server.approveRegistration(body.email);
    assert.match((await server.mails.to(body.email)).at(-1)?.text ?? "", /\/setpass\//);
  },

  "a query returns the data of earlier requests": async (server) => {
    const rows = await server.sql("SELECT fullname FROM users WHERE email = %(email)s", {
      email: user.email,
    });
    assert.deepEqual(rows, [{ fullname: user.fullname }]);
  },
};

/** Runs all checks against one server. Returns the number of failed checks. */
export async function smoke(api: ApiVersion): Promise<number> {
  await using server = await startRealServer({ api });
  let failed = 0;
  for (const [name, check] of Object.entries(checks)) {
    const begin = performance.now();
    let problem = "";
    try {
      await check(server);
    } catch (error) {
      failed++;
      problem = `\n    ${error instanceof Error ? error.message : String(error)}`;
    }
    const time = Math.round(performance.now() - begin);
    process.stderr.write(`${problem ? "✗" : "✓"} ${name}  ${time} ms${problem}\n`);
  }
  const passed = Object.keys(checks).length - failed;
  process.stderr.write(
    `DataMeta ${server.connection.release}: ${passed} passed, ${failed} failed\n`,
  );
  return failed;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function request(
  server: RealServer,
  method: string,
  path: string,
  { token, body }: { token?: unknown; body?: unknown } = {},
): Promise<Answer> {
  const response = await fetch(server.url + path, {
    method,
    headers: {
      Accept: "application/json",
      ...(body !== undefined && { "Content-Type": "application/json" }),
      ...(typeof token === "string" && { Authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true && text !== "";
  // Safe: the checks read only objects, and fail if a member is missing.
  return { status: response.status, body: isJson ? (JSON.parse(text) as Answer["body"]) : {} };
}

if (isEntryPoint(import.meta.url)) {
  const api = readApiOption(help);
  if (api !== undefined) {
    const failed = await smoke(api).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      return 1;
    });
    process.exitCode = failed === 0 ? 0 : 1;
  }
}
