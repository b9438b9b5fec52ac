import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A connection to a server that passes a few bytes at a time. */
export interface SlowLine extends AsyncDisposable {
  readonly origin: string;
}

/** @param step - how many bytes pass every few milliseconds, in each direction */
export async function startSlowLine(target: string, step: number): Promise<SlowLine> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(new URL(target).port), "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
    }
    void pass(near, far, step);
    void pass(far, near, step);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // Safe: a server that listens on TCP has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

async function pass(from: Socket, to: Socket, step: number): Promise<void> {
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += step) {
        to.write(chunk.subarray(at, at + step));
        await pause(5);
      }
    }
    to.end();
  } catch {
    to.destroy();
  }
}
