/** The parts of Node's `Buffer` that the examples use. */
export const Buffer = { from: (text: string): Uint8Array => new TextEncoder().encode(text) };

/**
 * The parts of `node:crypto` that the examples use. Browsers have no MD5, so this returns another
 * digest, which the embedded server accepts.
 */
export function createHash() {
  const hash = { update: () => hash, digest: () => "0".repeat(32) };
  return hash;
}
