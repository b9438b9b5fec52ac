import { fork } from "node:child_process";

/**
 * Starts a module in a process of its own, sends it an order, and waits for its answer: the one
 * message that it sends.
 *
 * @throws Error with the end of what it wrote on stderr, if it sends none
 */
export async function askProcess<Answer>(
  module: URL,
  order: object,
  flags: readonly string[] = [],
): Promise<Answer> {
  const child = fork(module, {
    execArgv: [...process.execArgv, ...flags],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.send(order);
  return new Promise((resolve, reject) => {
    // The modules of the bench send what their caller expects.
    child.once("message", (message) => resolve(message as Answer));
    child.once("close", (code) =>
      reject(
        new Error(`A process of the bench ended with exit code ${code}: ${said.slice(-2000)}`),
      ),
    );
  });
}
