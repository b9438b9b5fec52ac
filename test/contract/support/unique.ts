import { randomBytes, randomInt } from "node:crypto";

/** Returns a name that is unique on the server. */
export function uniqueName(prefix: string): string {
  return `${prefix} ${randomBytes(6).toString("hex")}`;
}

/** Returns an e-mail address that no account has. */
export function uniqueEmail(): string {
  return `${randomBytes(6).toString("hex")}@example.org`;
}

/** Returns a value for the definition "Sample" that no other metadata set has. */
export function uniqueSample(): string {
  const letter = () => String.fromCharCode(65 + randomInt(26));
  return `${letter()}${letter()}${randomInt(1_000_000).toString().padStart(6, "0")}`;
}
