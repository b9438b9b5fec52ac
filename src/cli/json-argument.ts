import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";

import { codeOf, usageError } from "./errors.js";
import type { Io } from "./io.js";

/**
 * Reads an argument with JSON. `@FILE` reads it from a file, `-` from standard input.
 *
 * @throws CommandError if it is not a JSON object
 */
export async function readJsonArgument(
  io: Io,
  flag: string,
  argument: string,
): Promise<Record<string, unknown>> {
  const content = await readText(io, flag, argument);
  let value: unknown;
  try {
    value = JSON.parse(content.replace(/^\uFEFF/, ""));
  } catch (error) {
    // The parser's message is not used, because it quotes the text, which may contain a password.
    const at = error instanceof Error ? /position \d+/.exec(error.message)?.[0] : undefined;
    throw usageError(`${flag} is not JSON${at === undefined ? "" : ` (at ${at})`}.`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw usageError(`${flag} must be a JSON object, like {"name": "…"}.`);
  }
  // Safe: objects from JSON.parse have only string keys.
  return value as Record<string, unknown>;
}

async function readText(io: Io, flag: string, argument: string): Promise<string> {
  if (argument === "-") return text(io.stdin);
  if (!argument.startsWith("@")) return argument;
  const path = argument.slice(1);
  try {
    return await readFile(resolve(io.cwd, path), "utf8");
  } catch (error) {
    throw usageError(`${flag}: ${path} cannot be read (${codeOf(error) ?? "unknown"}).`);
  }
}
