/** What an example takes of Node's `Buffer`. */
export const Buffer = { from: (text: string): Uint8Array => new TextEncoder().encode(text) };

/** What an example takes of `node:crypto`; browsers have no MD5, and the embedded server takes any. */
export function createHash() {
  const hash = { update: () => hash, digest: () => "0".repeat(32) };
  return hash;
}
