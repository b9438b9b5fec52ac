import { createClient } from "datameta-client";
import { callsWithSecrets, ways } from "./calls-with-secrets.js";

/** What the program of its own is told, as JSON. */
export interface Orders {
  readonly destinations: readonly { readonly url: string; readonly timeout: number }[];
  /** The operations to call; all of them where it is left out. */
  readonly only?: readonly string[];
}

/** Makes the calls, and handles no rejection: Node prints them as it does where a program forgets. */
async function callAll({ destinations, only }: Orders): Promise<void> {
  const calls = Object.entries(callsWithSecrets).filter(([name]) => only?.includes(name) ?? true);
  for (const { url, timeout } of destinations) {
    await Promise.all(
      calls.map(([, call]) => {
        const options = { baseUrl: url, timeout, retry: 0, ...ways["by a token with validate"] };
        return ended(call(createClient(options)));
      }),
    );
  }
}

/** The promise that `finally` makes rejects like the call, and nobody handles it. */
function ended(call: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => void call.finally(() => resolve()));
}

await callAll(JSON.parse(process.argv[2] ?? "") as Orders); // Written by the test alone.
