import { toJson } from "../engine/arguments.js";
import { ConfigurationError } from "../engine/errors.js";
import { isJson } from "../engine/media-type.js";
import type { Parameter } from "./operation.js";

type Fields = Readonly<Record<string, unknown>>;
type Encode = (text: string) => string;

/** How values are put together: what begins, what separates, and whether each has its name. */
interface Layout {
  readonly first: string;
  readonly separator: string;
  readonly isNamed: boolean;
}

/** The layouts of RFC 6570, by the styles of OpenAPI. */
const layouts: Readonly<Record<string, Layout>> = {
  simple: { first: "", separator: ",", isNamed: false },
  label: { first: ".", separator: ".", isNamed: false },
  matrix: { first: ";", separator: ";", isNamed: true },
  form: { first: "", separator: "&", isNamed: true },
  cookie: { first: "", separator: "; ", isNamed: true },
};
const formLayout: Layout = { first: "", separator: "&", isNamed: true };

/** What separates values that are not exploded. */
const delimiters: Readonly<Record<string, string>> = { spaceDelimited: "%20", pipeDelimited: "|" };

/**
 * Drops what is not there: `undefined` and `null`, also in lists and objects. No style has a form for
 * them, and RFC 6570 leaves them out.
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
 * Writes a path parameter, as it stands between the slashes.
 *
 * @throws ConfigurationError if it is missing, or would lead to another path
 */
export function writePath(caller: string, parameter: Parameter, given: unknown): string {
  const { argument, name, style = "simple", explode = false, content } = parameter;
  const value = present(content, given);
  if (value === undefined || value === "") {
    throw new ConfigurationError(`${caller}: argument "${argument}" is missing or empty`);
  }
  const text =
    content === undefined
      ? expand(name, value, layouts[style] ?? formLayout, explode, encodeURIComponent)
      : encodeURIComponent(textOfContent(content, value));
  // Dots alone lead elsewhere; control characters are dropped by some URL parsers.
  if (text === "" || /^\.\.?$|%(0|1|7f)/i.test(text)) {
    throw new ConfigurationError(
      `${caller}: argument "${argument}" would change the path: ${JSON.stringify(given)}`,
    );
  }
  return text;
}

/** What there is of a value. In a text of a media type, `null` may be meant. */
function present(content: string | undefined, value: unknown): unknown {
  return content === undefined ? dropMissing(value) : (value ?? undefined);
}

/** How a query parameter or a field of a form is written. */
export type QueryStyle = Pick<
  Parameter,
  "name" | "style" | "explode" | "allowReserved" | "content"
>;

/** Writes a query parameter: `name=value`, several of them, or nothing. */
export function writeQuery(parameter: QueryStyle, given: unknown): string {
  const { style = "form", explode = style === "form", allowReserved, content } = parameter;
  const value = present(content, given);
  if (value === undefined) return "";
  // Brackets belong to the names of deep objects, and servers expect them as they are.
  const name = encodeURIComponent(parameter.name).replaceAll("%5B", "[").replaceAll("%5D", "]");
  if (content !== undefined) return `${name}=${encodeURIComponent(textOfContent(content, value))}`;
  const encode = allowReserved ? encodeReserved : encodeURIComponent;
  if (style === "deepObject") return deep(name, value, encode).join("&");
  const delimiter = explode ? undefined : delimiters[style];
  return expand(name, value, formLayout, explode, encode, delimiter);
}

/** Writes a header's value. */
export function writeHeader({ name, explode = false, content }: Parameter, given: unknown): string {
  const value = present(content, given);
  if (content !== undefined) return textOfContent(content, value);
  return expand(name, value, layouts["simple"] ?? formLayout, explode, String);
}

/** Writes a cookie: `name=value`, or several of them. */
export function writeCookie(parameter: Parameter, given: unknown): string {
  const { name, explode = true, content } = parameter;
  const value = present(content, given);
  if (content !== undefined) return `${name}=${encodeURIComponent(textOfContent(content, value))}`;
  return expand(name, value, layouts["cookie"] ?? formLayout, explode, encodeURIComponent);
}

/** Writes a value in a layout of RFC 6570. A list within an object that is exploded is exploded, too. */
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
  // An empty list or object has no form: it is left out.
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

/** A name is encoded whole, if anything is: reserved signs in it could end the path or the query. */
function encodeName(name: string, encode: Encode): string {
  return encode === String ? name : encodeURIComponent(name);
}

/** `filter[a][b]=1`, `ids[0]=2`. */
function deep(name: string, value: unknown, encode: Encode): string[] {
  if (typeof value !== "object" || value === null) return [`${name}=${encode(textOf(value))}`];
  return Object.entries(value).flatMap(([key, each]) =>
    deep(`${name}[${encodeURIComponent(key)}]`, each, encode),
  );
}

/** A value within a list or an object. No style goes deeper, so an object goes as JSON. */
export function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" && value !== null ? toJson("the value", value) : String(value);
}

function textOfContent(mediaType: string, value: unknown): string {
  return isJson(mediaType) ? toJson("the argument", value) : textOf(value);
}

/** Keeps reserved characters and what is percent-encoded. A `#` would end the query. */
function encodeReserved(text: string): string {
  return text
    .split(/(%[\da-f]{2}|[:/?[\]@!$&'()*+,;=])/i)
    .map((part, index) => (index % 2 === 0 ? encodeURIComponent(part) : part))
    .join("");
}

/** Whether a value has members to write: no list, and none of the platform's own objects. */
export function isFields(value: unknown): value is Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !(value instanceof Date || value instanceof Blob || value instanceof ArrayBuffer);
}
