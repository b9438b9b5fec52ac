import { toJson } from "../engine/values.js";
import { ConfigurationError } from "../engine/errors.js";
import { isJson } from "../engine/media-type.js";
import type { Parameter } from "./operation.js";

type Fields = Readonly<Record<string, unknown>>;
type Encode = (text: string) => string;

/** How several values are joined: the prefix, the separator, and whether each value has its name. */
interface Layout {
  readonly first: string;
  readonly separator: string;
  readonly isNamed: boolean;
}

/** The layouts of RFC 6570 by OpenAPI style. */
const layouts: Readonly<Record<string, Layout>> = {
  simple: { first: "", separator: ",", isNamed: false },
  label: { first: ".", separator: ".", isNamed: false },
  matrix: { first: ";", separator: ";", isNamed: true },
  form: { first: "", separator: "&", isNamed: true },
  cookie: { first: "", separator: "; ", isNamed: true },
};
const formLayout: Layout = { first: "", separator: "&", isNamed: true };

/** The separators of values that are not exploded, by style. */
const delimiters: Readonly<Record<string, string>> = { spaceDelimited: "%20", pipeDelimited: "|" };

/**
 * Removes `undefined` and `null`, also from lists and objects. No style can write them, and RFC 6570
 * leaves them out.
 */
export function dropMissing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropMissing).filter((each) => each !== undefined);
  if (isFields(value)) {
    const entries = Object.entries(value).map(([name, each]) => [name, dropMissing(each)] as const);
    return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
  }
  return value ?? undefined;
}

/**
 * Writes a path parameter: one segment of the path.
 *
 * @throws ConfigurationError if the value is missing or would change the path
 */
export function writePath(caller: string, parameter: Parameter, input: unknown): string {
  const { argument, name, style = "simple", explode = false, content } = parameter;
  const value = dropMissingFor(content, input);
  if (value === undefined || value === "") {
    throw new ConfigurationError(`${caller}: argument "${argument}" is missing or empty`);
  }
  const text =
    content === undefined
      ? expand(name, value, layouts[style] ?? formLayout, explode, encodeURIComponent)
      : encodeURIComponent(textOfContent(content, value));
  // `.` and `..` change the path. Some URL parsers remove control characters.
  if (text === "" || /^\.\.?$|%(0|1|7f)/i.test(text)) {
    throw new ConfigurationError(`${caller}: argument "${argument}" would change the path`);
  }
  return text;
}

/** Removes missing values, unless the value is serialized as a media type like JSON, which has `null`. */
function dropMissingFor(content: string | undefined, value: unknown): unknown {
  return content === undefined ? dropMissing(value) : (value ?? undefined);
}

/** How to write a query parameter or a field of a form. */
export type QueryStyle = Pick<
  Parameter,
  "name" | "style" | "explode" | "allowReserved" | "content"
>;

/** Writes a query parameter: one or more pairs `name=value`, or an empty string. */
export function writeQuery(parameter: QueryStyle, input: unknown): string {
  const { style = "form", explode = style === "form", allowReserved, content } = parameter;
  const value = dropMissingFor(content, input);
  if (value === undefined) return "";
  // Servers expect the brackets in names of deep objects without encoding.
  const name = encodeURIComponent(parameter.name).replaceAll("%5B", "[").replaceAll("%5D", "]");
  if (content !== undefined) return `${name}=${encodeURIComponent(textOfContent(content, value))}`;
  const encode = allowReserved ? encodeReserved : encodeURIComponent;
  if (style === "deepObject") return deep(name, value, encode).join("&");
  const delimiter = explode ? undefined : delimiters[style];
  return expand(name, value, formLayout, explode, encode, delimiter);
}

/** Writes the value of a header. */
export function writeHeader({ name, explode = false, content }: Parameter, input: unknown): string {
  const value = dropMissingFor(content, input);
  if (content !== undefined) return textOfContent(content, value);
  return expand(name, value, layouts["simple"] ?? formLayout, explode, String);
}

/** Writes a cookie: one or more pairs `name=value`. */
export function writeCookie(parameter: Parameter, input: unknown): string {
  const { name, explode = true, content } = parameter;
  const value = dropMissingFor(content, input);
  if (content !== undefined) return `${name}=${encodeURIComponent(textOfContent(content, value))}`;
  return expand(name, value, layouts["cookie"] ?? formLayout, explode, encodeURIComponent);
}

/** Writes a value in a layout of RFC 6570. If an object is exploded, the lists in it are exploded, too. */
function expand(
  name: string,
  value: unknown,
  { first, separator, isNamed }: Layout,
  explode: boolean,
  encode: Encode,
  delimiter = ",",
): string {
  const written = (each: unknown) => encode(textOf(each));
  const named = (text: string): string => (isNamed ? `${name}=${text}` : text);
  const entries = isFields(value) ? Object.entries(value) : undefined;
  // An empty list or object is left out, because no style can write it.
  if (Array.isArray(value) ? value.length === 0 : entries?.length === 0) return "";
  if (Array.isArray(value)) {
    const texts = value.map(written);
    return first + (explode ? texts.map(named).join(separator) : named(texts.join(delimiter)));
  }
  if (entries === undefined) return first + named(written(value));
  if (!explode) {
    const texts = entries.flatMap(([key, each]) => [encodeName(key, encode), written(each)]);
    return first + named(texts.join(delimiter));
  }
  const pairs = entries.flatMap(([key, each]) =>
    [each].flat().map((one) => `${encodeName(key, encode)}=${written(one)}`),
  );
  return first + pairs.join(separator);
}

/** Encodes a name, including reserved characters, which could end the path or the query. */
function encodeName(name: string, encode: Encode): string {
  return encode === String ? name : encodeURIComponent(name);
}

/** Writes a deep object, like `filter[a][b]=1` or `ids[0]=2`. */
function deep(name: string, value: unknown, encode: Encode): string[] {
  if (typeof value !== "object" || value === null) return [`${name}=${encode(textOf(value))}`];
  return Object.entries(value).flatMap(([key, each]) =>
    deep(`${name}[${encodeURIComponent(key)}]`, each, encode),
  );
}

/** Writes a value in a list or an object. No style supports deeper nesting, so an object is sent as JSON. */
export function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" && value !== null ? toJson("the value", value) : String(value);
}

function textOfContent(mediaType: string, value: unknown): string {
  return isJson(mediaType) ? toJson("the argument", value) : textOf(value);
}

/** Encodes a text except reserved characters and existing escapes. A `#` is encoded: it would end the query. */
function encodeReserved(text: string): string {
  return text
    .split(/(%[\da-f]{2}|[:/?[\]@!$&'()*+,;=])/i)
    .map((part, index) => (index % 2 === 0 ? encodeURIComponent(part) : part))
    .join("");
}

/** Returns whether a value is an object with fields to write, and not a list, a date or binary data. */
export function isFields(value: unknown): value is Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !(value instanceof Date || value instanceof Blob || value instanceof ArrayBuffer);
}
