import { isObject, type JsonObject } from "../../../scripts/document/spec-document.js";

/** Parses the text of a JSON object. */
export function parseJson(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) throw new TypeError("not an object");
  return value;
}
