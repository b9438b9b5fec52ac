import { crash, Refusal } from "./replies.js";

/**
 * Ends the request as the real server does when a text reaches its database that cannot be stored:
 * one with a NUL character, or with half of a surrogate pair.
 *
 * @throws Refusal with 500
 */
export function requireStorable(...texts: readonly (string | null | undefined)[]): void {
  if (texts.some((text) => text?.includes("\0"))) throw new Refusal(crash);
  requireEncodable(...texts);
}

/** Whether the database has room for the number: it keeps 32 bits. */
export function isInt32(value: number): boolean {
  return value === (value | 0);
}

/**
 * The same as {@link requireStorable} for a text that is only encoded, for example to compute its hash.
 *
 * @throws Refusal with 500
 */
export function requireEncodable(...texts: readonly (string | null | undefined)[]): void {
  if (texts.some((text) => /\p{Surrogate}/u.test(text ?? ""))) throw new Refusal(crash);
}
