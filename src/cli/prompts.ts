import { password, text } from "@clack/prompts";

import { canAsk, type Io } from "./io.js";
import { Interrupted, usageError } from "./errors.js";

/**
 * Asks the user for a text.
 *
 * @param instead - a hint for the error if there is no terminal
 * @throws CommandError if there is no terminal
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

/** Asks the user for a password without showing it. */
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

/** Returns the streams for questions. They use stderr, because stdout is for results. */
function streams(io: Io, message: string, instead: string) {
  if (!canAsk(io))
    throw usageError(`${message} is missing, and there is no terminal to ask for it.`, instead);
  return { input: io.stdin, output: io.stderr, signal: io.signal };
}
