import type { JsonObject } from "../document/spec-document.js";

const texts = /^text\/|[/+](json|xml|yaml)\s*(;|$)/i;

/**
 * Whether a schema describes a file. In OpenAPI 3.1, a file has a media type that is not text, and no
 * encoding such as base64.
 */
export function isFile(schema: JsonObject): boolean {
  const { type, format, contentMediaType, contentEncoding } = schema;
  if (type !== undefined && ![type].flat().includes("string")) return false;
  if (format === "binary" || contentEncoding === "binary") return true;
  const isText = typeof contentMediaType !== "string" || texts.test(contentMediaType);
  return !isText && contentEncoding === undefined;
}
