import type { ClientOptions } from "datameta-client";
import { createValidator } from "datameta-client/validate";
import { everyOperation } from "../../contract/support/every-operation.js";
import { canaries } from "../../support/canaries.js";

/** A call of each operation, with secrets wherever a request can contain one. */
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

/**
 * The client options to test: both kinds of credential, and the options that send or read with
 * other code.
 */
export const variants = {
  "cookie and middleware": {
    auth: { cookie: canaries.cookie },
    middleware: [{ onRequest: ({ request }) => request }],
  },
  "token and validate": {
    // Without an expiry, the client would send the token in only three requests at a time.
    auth: { bearer: () => ({ token: canaries.token, expires: "2999-01-01" }) },
    validate: createValidator({ passwordPolicy: null }),
  },
} as const satisfies Record<string, Partial<ClientOptions>>;

/** The timeout in ms. Only faults that stall or send endless data use all of it. */
export function timeoutOf(fault: string): number {
  return /^(stall|huge|endless|broken-gzip|a stall)/.test(fault) ? 1_000 : 60_000;
}
