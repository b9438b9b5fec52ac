import { createClient } from "datameta-client";
import { callsWithSecrets, variants } from "./calls-with-secrets.js";

/** The arguments of this program, as JSON. */
export interface Orders {
  readonly destinations: readonly { readonly url: string; readonly timeout: number }[];
  /** The operations to call. Without it, all operations. */
  readonly only?: readonly string[];
}

/** Makes the calls without handling their rejections, so that Node prints them. */
async function callAll({ destinations, only }: Orders): Promise<void> {
  const calls = Object.entries(callsWithSecrets).filter(([name]) => only?.includes(name) ?? true);
  for (const { url, timeout } of destinations) {
    await Promise.all(
      calls.map(([, call]) => {
        const options = { baseUrl: url, timeout, retry: 0, ...variants["token and validate"] };
        return ended(call(createClient(options)));
      }),
    );
  }
}

/** The promise from `finally` rejects like the call, and has no handler. */
function ended(call: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => void call.finally(() => resolve()));
}

await callAll(JSON.parse(process.argv[2] ?? "") as Orders); // Safe: only the test passes this.
