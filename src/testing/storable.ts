import { crash, Refusal } from "./replies.js";

/**
 * Ends the request with a 500 if the database cannot store a text, as the real server does.
 *
 * @throws Refusal with 500 if a text contains a NUL character or a lone surrogate
 */
export function requireStorable(...texts: readonly (string | null | undefined)[]): void {
  if (texts.some((text) => text?.includes("\0"))) throw new Refusal(crash);
  requireEncodable(...texts);
}

/** Whether the number fits into the database, which stores 32-bit integers. */
export function isInt32(value: number): boolean {
  return value === (value | 0);
}

/**
 * Like {@link requireStorable}, for a text that the server only encodes, for example to compute its
 * hash.
 *
 * @throws Refusal with 500 if a text contains a lone surrogate
 */
export function requireEncodable(...texts: readonly (string | null | undefined)[]): void {
  if (texts.some((text) => /\p{Surrogate}/u.test(text ?? ""))) throw new Refusal(crash);
}
