import type { MutableObject } from "../document/grammar.js";
import { decode } from "../document/spec-document.js";

/** The replacement for a percent sign. Unicode reserves it for private use, so names lack it. */
const standIn = "\uE025";

/**
 * Replaces the percent signs in the names of a document, because openapi-typescript decodes names and
 * fails for a name such as `100%`.
 */
export function hidePercentSigns(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  const holder = value as MutableObject; // Safe: this also works for arrays, with indexes as keys.
  for (const [name, each] of Object.entries(holder)) {
    hidePercentSigns(each);
    if (name.includes("%")) {
      Reflect.deleteProperty(holder, name);
      holder[hidePercentSign(name)] = each;
    } else if (typeof each === "string" && each.includes("%")) {
      if (name === "$ref") holder[name] = hidePercentSign(decode(each));
      else if (name === "operationId" || name === "name") holder[name] = hidePercentSign(each);
    }
  }
}

export function hidePercentSign(name: string): string {
  return name.replaceAll("%", standIn);
}

/** Restores the percent signs in the printed text. */
export function showPercentSigns(text: string): string {
  return text.replaceAll(/\\uE025|\uE025/g, "%");
}
