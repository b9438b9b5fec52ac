import type * as Client from "datameta-client";

import { startClock } from "../command/progress.js";

type ErrorClass = typeof Client.ApiError | typeof Client.UnauthorizedError;

/**
 * Creates a reporter. It makes calls and prints a line for each: method, path, status, time and
 * result.
 */
export function createReporter({ isDataMetaError }: typeof Client) {
  let calls = 0;
  let lastRequest = { request: "(no request)", status: "not sent" };

  /** Records the actual request and response, so that the lines do not depend on the client. */
  const observe: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const request = new Request(input, init);
    lastRequest = {
      request: `${request.method} ${new URL(request.url).pathname}`,
      status: String(response.status),
    };
    return response;
  };

  async function observed<T>(call: () => Promise<T>): Promise<{ result: T | Error; time: string }> {
    calls++;
    lastRequest = { request: "(no request)", status: "not sent" };
    const elapsed = startClock();
    const result = await call().catch((error: unknown) => {
      if (error instanceof Error) return error;
      throw new Error("The client threw a value that is not an Error.");
    });
    return { result, time: elapsed() };
  }

  function print(sign: string, time: string, text: string): void {
    const { request, status } = lastRequest;
    process.stdout.write(
      `  ${sign} ${request.padEnd(62)} ${status.padEnd(8)} ${time.padStart(6)}  ${text}\n`,
    );
  }

  return {
    fetch: observe,

    get calls() {
      return calls;
    },

    section(title: string): void {
      process.stdout.write(`\n${title}\n`);
    },

    /** Makes a call that must succeed, and prints its data with `show`. */
    async succeeds<T>(call: () => Promise<T>, show: (data: T) => string): Promise<T> {
      const { result, time } = await observed(call);
      if (result instanceof Error) throw result;
      print("✓", time, show(result));
      return result;
    },

    /** Makes a call that must fail with this status and class, and prints the error. */
    async fails(
      status: number | "not sent",
      errorClass: ErrorClass,
      call: () => Promise<unknown>,
    ): Promise<void> {
      const { result, time } = await observed(call);
      if (!isDataMetaError(result) || !(result instanceof errorClass)) {
        throw new Error(`Expected a ${errorClass.name}.`, { cause: result });
      }
      if (lastRequest.status !== String(status)) {
        throw new Error(`Expected status ${status}; got ${lastRequest.status}.`);
      }
      print("✗", time, `${result.name}: ${result.message}`);
    },
  };
}
