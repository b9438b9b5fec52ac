import { password, text } from "@clack/prompts";

import { canAsk, type Io } from "./io.js";
import { Interrupted, usageError } from "./errors.js";

/**
 * Asks for a text.
 *
 * @param instead - what to do if there is nobody to ask
 * @throws CommandError if there is nobody to ask
 */
export async function askText(
  io: Io,
  message: string,
  instead: string,
  { initial, check }: { initial?: string; check?: (value: string) => string | undefined } = {},
): Promise<string> {
  const answer = await text({
    ...{ message, ...streams(io, message, instead) },
    ...(initial !== undefined && { initialValue: initial }),
    validate: (value = "") =>
      value.trim() === "" ? "Please type something." : check?.(value.trim()),
  });
  return answerOf(answer).trim();
}

/** Asks for a password, which is not shown. */
export async function askPassword(io: Io, message: string, instead: string): Promise<string> {
  const answer = await password({
    ...{ message, ...streams(io, message, instead) },
    validate: (value = "") => (value === "" ? "Please type something." : undefined),
  });
  return answerOf(answer);
}

function answerOf(answer: string | symbol): string {
  if (typeof answer !== "string") throw new Interrupted();
  return answer;
}

/** Questions go to stderr, since stdout is for results. */
function streams(io: Io, message: string, instead: string) {
  if (!canAsk(io)) throw usageError(`${message}: there is no terminal to ask.`, instead);
  return { input: io.stdin, output: io.stderr, signal: io.signal };
}
