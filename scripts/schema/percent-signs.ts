import type { MutableObject } from "../document/grammar.js";
import { decode } from "../document/spec-document.js";

/** Stands for a percent sign. It is of the private use area of Unicode, so no name has it. */
const standIn = "\uE025";

/**
 * Replaces the percent signs in the names of a document: openapi-typescript decodes its own paths of
 * them, and fails on a name such as `100%`.
 */
export function hidePercentSigns(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  const holder = value as MutableObject; // An array is read and written by its index.
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

/** Puts the percent signs back, in what was printed. */
export function showPercentSigns(text: string): string {
  return text.replaceAll(/\\uE025|\uE025/g, "%");
}
