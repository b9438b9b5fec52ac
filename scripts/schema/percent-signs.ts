import type { MutableObject } from "../document/grammar.js";
import { decode, isObject } from "../document/spec-document.js";

/** Stands for a percent sign. It is of the private use area of Unicode, so no name has it. */
const standIn = "\uE025";

/**
 * Replaces the percent signs in names: openapi-typescript decodes its own paths of them, and fails on
 * a name such as `100%`.
 */
export function hidePercentSigns(document: MutableObject): MutableObject {
  const hide = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((each) => hide(each, ""));
    if (typeof value === "string") {
      if (key === "$ref") return hidePercentSign(decode(value));
      return key === "operationId" || key === "name" ? hidePercentSign(value) : value;
    }
    if (!isObject(value)) return value;
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([name, each]) => [hidePercentSign(name), hide(each, name)]),
    );
  };
  return hide(document, "") as MutableObject; // An object stays one.
}

export function hidePercentSign(name: string): string {
  return name.replaceAll("%", standIn);
}

/** Puts the percent signs back, in what was printed. */
export function showPercentSigns(text: string): string {
  return text.replaceAll(/\\uE025|\uE025/g, "%");
}
