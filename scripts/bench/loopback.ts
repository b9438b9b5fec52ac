import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The body of every answer: an API key. */
export const answer = JSON.stringify({
  id: { uuid: "8a0d5a8e-1f4b-4f53-9b80-1b4d1c1d2f11" },
  userId: { uuid: "26b8d3e1-1e47-4fb5-9f54-9fd8e5d9e407", site: "DMU-26189971" },
  token: "not-a-token",
  label: "bench",
  expires: "2030-01-31T12:00:00",
});

/** A server in a process of its own, so that only the calls count. */
export interface LoopbackServer extends Disposable {
  readonly baseUrl: string;
}

export async function startServer(): Promise<LoopbackServer> {
  const child = fork(fileURLToPath(new URL("./server.ts", import.meta.url)));
  child.send(answer);
  // The first thing that it says is its port.
  const [port] = (await once(child, "message")) as [number];
  return {
    baseUrl: `http://127.0.0.1:${port}/api/v1`,
    [Symbol.dispose]: () => child.disconnect(),
  };
}
