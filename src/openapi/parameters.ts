import { serializeArrayParam, serializeObjectParam, serializePrimitiveParam } from "openapi-fetch";

import { toJson } from "../engine/arguments.js";
import { ConfigurationError } from "../engine/errors.js";
import { isJson } from "../engine/media-type.js";
import type { Parameter } from "./operation.js";

const objectStyles = ["simple", "label", "matrix", "form"] as const;
const arrayStyles = [...objectStyles, "spaceDelimited", "pipeDelimited"] as const;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Writes a path parameter, as it stands between the slashes.
 *
 * @throws ConfigurationError if it is missing, or would lead to another path
 */
export function writePath(caller: string, parameter: Parameter, value: unknown): string {
  const { argument } = parameter;
  if (value === undefined || value === null || value === "") {
    throw new ConfigurationError(`${caller}: argument "${argument}" is missing or empty`);
  }
  const text = writeSegment(parameter, value);
  // Dots alone lead elsewhere; control characters are dropped by some URL parsers.
  if (text === "" || /^\.\.?$|%(0|1|7f)/i.test(text)) {
    throw new ConfigurationError(
      `${caller}: argument "${argument}" would change the path: ${JSON.stringify(value)}`,
    );
  }
  return text;
}

function writeSegment(parameter: Parameter, value: unknown): string {
  const { name, style = "simple", explode = false, content } = parameter;
  if (content !== undefined) return encode(textOfContent(content, value));
  if (Array.isArray(value)) {
    return serializeArrayParam(name, value, { style: styleOf(arrayStyles, style), explode });
  }
  if (isFields(value)) {
    const options = { style: styleOf(objectStyles, style), explode };
    return serializeObjectParam(name, withEncodedNames(value), options);
  }
  const encoded = encode(value);
  return { label: `.${encoded}`, matrix: `;${name}=${encoded}` }[style] ?? encoded;
}

/** Writes a query parameter: `name=value`, several of them, or nothing. */
export function writeQuery(parameter: Parameter, value: unknown): string {
  // Reserved characters may be allowed; one that ends the query is not among them.
  return writeParts(parameter, value).replaceAll("#", "%23");
}

function writeParts(parameter: Parameter, value: unknown): string {
  const { style = "form", explode = style === "form", allowReserved = false, content } = parameter;
  // Brackets belong to the names of deep objects, and servers expect them as they are.
  const name = encode(parameter.name).replaceAll("%5B", "[").replaceAll("%5D", "]");
  if (content !== undefined) return `${name}=${encode(textOfContent(content, value))}`;
  if (style === "deepObject") return deep(name, value).join("&");
  const options = { explode, allowReserved };
  if (Array.isArray(value)) {
    if (value.length === 0) return "";
    return serializeArrayParam(name, value, { ...options, style: styleOf(arrayStyles, style) });
  }
  if (!isFields(value)) return serializePrimitiveParam(name, String(value), { allowReserved });
  const joiner = { spaceDelimited: "%20", pipeDelimited: "|" }[style];
  if (joiner !== undefined) {
    return `${name}=${Object.entries(value).flat().map(encode).join(joiner)}`;
  }
  return serializeObjectParam(name, withEncodedNames(value), { ...options, style: "form" });
}

/** Writes a header's value. */
export function writeHeader({ explode = false, content }: Parameter, value: unknown): string {
  if (content !== undefined) return textOfContent(content, value);
  // A list becomes its elements, separated by commas.
  if (!isFields(value)) return String(value);
  const entries = Object.entries(value);
  return explode
    ? entries.map(([name, each]) => `${name}=${String(each)}`).join(",")
    : entries.flat().join(",");
}

/** Writes a cookie: `name=value`. */
export function writeCookie(parameter: Parameter, value: unknown): string {
  const { name, content } = parameter;
  if (content !== undefined) return `${name}=${encode(textOfContent(content, value))}`;
  if (Array.isArray(value)) return `${name}=${value.map(encode).join(",")}`;
  if (!isFields(value)) return `${name}=${encode(value)}`;
  return `${name}=${Object.entries(value).flat().map(encode).join(",")}`;
}

/** `filter[a][b]=1`, `ids[0]=2`: openapi-fetch writes only one level. */
function deep(name: string, value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== "object") return [`${name}=${encode(value)}`];
  return Object.entries(value).flatMap(([key, each]) => deep(`${name}[${encode(key)}]`, each));
}

function textOfContent(mediaType: string, value: unknown): string {
  return isJson(mediaType) ? toJson("the argument", value) : String(value);
}

function encode(value: unknown): string {
  return encodeURIComponent(String(value));
}

/** openapi-fetch encodes values alone. A name could end the path or the query. */
function withEncodedNames(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, each]) => [encode(name), each]));
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A style that openapi-fetch knows. The generator has warned about any other. */
function styleOf<Style extends string>(known: readonly Style[], style: string): Style | "form" {
  return known.find((each) => each === style) ?? "form";
}
