import { randomInt, randomUUID } from "node:crypto";

import type { Identifier } from "../../generated/schema.js";
import type { Identified } from "./state.js";
import { requireStorable } from "./storable.js";

/** Site id prefixes, as the server's sample configuration has them. */
const prefixes = {
  user: "DMU",
  group: "DMG",
  submission: "DMS",
  metaDataSet: "DMR",
  file: "DMF",
  service: "DMP",
} as const;

/** A new UUID and a new site id, such as `DMU-01361685`. */
export function newIdentity(kind: keyof typeof prefixes): Identified {
  const number = String(randomInt(100_000_000)).padStart(8, "0");
  return { uuid: randomUUID(), site: `${prefixes[kind]}-${number}` };
}

const tokenLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A secret of 64 letters and digits. */
export function newToken(): string {
  return Array.from({ length: 64 }, () => tokenLetters.charAt(randomInt(tokenLetters.length))).join(
    "",
  );
}

/** The identifier object that answers carry. */
export function identifierOf({ uuid, site }: { uuid: string; site?: string }): Identifier {
  return site === undefined ? { uuid } : { uuid, site };
}

/** The UUID in its usual form, however Python's `UUID()` takes it: any case, braces, no dashes. */
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

/** Finds what the id means: a UUID in any form, or a site id to the letter. */
export function findById<T extends Identified>(list: readonly T[], id: string): T | undefined {
  const uuid = parseUuid(id);
  if (uuid !== undefined) return list.find((each) => each.uuid === uuid);
  requireStorable(id);
  return list.find((each) => each.site === id);
}

/** Finds what has a UUID only: keys, settings and metadata definitions. */
export function findByUuid<T extends { uuid: string }>(
  list: readonly T[],
  id: string,
): T | undefined {
  const uuid = parseUuid(id);
  return uuid === undefined ? undefined : list.find((each) => each.uuid === uuid);
}
