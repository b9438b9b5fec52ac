import type { ClientOptions } from "datameta-client";
import { createValidator } from "datameta-client/validate";
import { everyOperation } from "../../contract/support/every-operation.js";
import { canaries } from "../../support/canaries.js";

/** A call of each operation; a secret stands wherever one may in what it sends. */
export const callsWithSecrets: typeof everyOperation = {
  ...everyOperation,
  createApiKey: (client) =>
    client.createApiKey({
      body: { email: "ada@example.org", password: canaries.password, label: "x" },
    }),
  setUserPassword: (client) =>
    client.setUserPassword({
      id: "0",
      body: { passwordChangeCredential: canaries.credential, newPassword: canaries.newPassword },
    }),
};

/** The ways to send a credential, and those that send, or read, by code of their own. */
export const ways = {
  "by a cookie behind middleware": {
    auth: { cookie: canaries.cookie },
    middleware: [{ onRequest: ({ request }) => request }],
  },
  "by a token with validate": {
    // Without its expiry, the token would be sent three times at once.
    auth: { bearer: () => ({ token: canaries.token, expires: "2999-01-01" }) },
    validate: createValidator({ passwordPolicy: null }),
  },
} as const satisfies Record<string, Partial<ClientOptions>>;

/** Milliseconds; only what stalls, or hardly ends, or may be lost, takes as long as that. */
export function timeoutOf(mishap: string): number {
  return /^(stall|huge|endless|broken-gzip|a stall)/.test(mishap) ? 1_000 : 60_000;
}
