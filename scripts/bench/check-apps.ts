import type * as Testing from "datameta-client/testing";

import { GenerationError } from "../command/generation-error.js";
import { count, reportDone, startClock } from "../command/progress.js";
import { importApp, moduleOf } from "./built-apps.js";
import type { Contender } from "./contenders.js";

const email = "ada@example.org";
const password = "Lovelace-1815.";
const newPassword = "Analytical-1843.";

/**
 * Proves that what is going to be measured does the same work: each app makes its four calls on a
 * server of its own and changes the password there, and none takes an error status for a success.
 *
 * @throws GenerationError naming the first app that does not
 */
export async function checkApps(
  contenders: readonly Contender[],
  { startTestServer }: typeof Testing,
): Promise<void> {
  const elapsed = startClock();
  for (const contender of contenders) {
    const app = await importApp(moduleOf(contender, "packages"));
    await using server = await startTestServer({ accounts: [{ email, password }] });
    const { token } = server.account(email);
    try {
      await app.fourCalls(server.url, token, { email, password, newPassword });
    } catch (cause) {
      throw failed(contender, `fails: ${String(cause)}`, cause);
    }
    // With a token that is worth nothing, the password alone decides.
    const signIn = app.connect(server.url, "no-such-token");
    await signIn({ email, password: newPassword, label: "new" }).catch((cause: unknown) => {
      throw failed(contender, "has not changed the password", cause);
    });
    const refused = await signIn({ email, password, label: "old" }).then(
      () => false,
      () => true,
    );
    if (!refused) throw failed(contender, "takes an error for a success");
  }
  reportDone("check", `four calls by each of ${count(contenders.length, "client")}`, elapsed());
}

function failed({ name }: Contender, message: string, cause?: unknown): GenerationError {
  return new GenerationError(
    [{ message: `The app of ${name} ${message}.`, places: [], advice: "Correct it in fixtures/." }],
    { cause },
  );
}
