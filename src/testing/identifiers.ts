import { randomInt, randomUUID } from "node:crypto";

import type { Identifier } from "../../generated/schema.js";
import type { Identified } from "./state.js";
import { requireStorable } from "./storable.js";

/** The site id prefixes of the server's sample configuration. */
const prefixes = {
  user: "DMU",
  group: "DMG",
  submission: "DMS",
  metaDataSet: "DMR",
  file: "DMF",
  service: "DMP",
} as const;

/** Creates a UUID and a site id, such as `DMU-01361685`. */
export function newIdentity(kind: keyof typeof prefixes): Identified {
  const number = String(randomInt(100_000_000)).padStart(8, "0");
  return { uuid: randomUUID(), site: `${prefixes[kind]}-${number}` };
}

const tokenLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Creates a secret of 64 letters and digits. */
export function newToken(): string {
  return Array.from({ length: 64 }, () => tokenLetters.charAt(randomInt(tokenLetters.length))).join(
    "",
  );
}

/** Returns the identifier object that responses contain. */
export function identifierOf({ uuid, site }: { uuid: string; site?: string }): Identifier {
  return site === undefined ? { uuid } : { uuid, site };
}

/**
 * Converts a UUID to its usual form. Like Python's `UUID()`, it accepts upper case, braces and
 * UUIDs without dashes.
 */
function parseUuid(text: string): string | undefined {
  const digits = text
    .replace("urn:", "")
    .replace("uuid:", "")
    .replace(/^[{}]+|[{}]+$/g, "")
    .replaceAll("-", "")
    .toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) return undefined;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Finds an element by its UUID in any form, or by its exact site id. */
export function findById<T extends Identified>(list: readonly T[], id: string): T | undefined {
  const uuid = parseUuid(id);
  if (uuid !== undefined) return list.find((each) => each.uuid === uuid);
  requireStorable(id);
  return list.find((each) => each.site === id);
}

/** Finds a key, a setting or a metadata definition, which have only a UUID. */
export function findByUuid<T extends { uuid: string }>(
  list: readonly T[],
  id: string,
): T | undefined {
  const uuid = parseUuid(id);
  return uuid === undefined ? undefined : list.find((each) => each.uuid === uuid);
}
