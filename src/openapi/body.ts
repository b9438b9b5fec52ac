import { toJson } from "../engine/values.js";
import { ConfigurationError } from "../engine/errors.js";
import { isJson } from "../engine/media-type.js";
import type { FieldEntry } from "../engine/operation-entry.js";
import { ownMembers } from "../engine/options.js";
import { dropMissing, isFields, textOf, writeQuery, type QueryStyle } from "./parameters.js";

/** A body to send, and its media type. The type is `undefined` if the platform sets it. */
export interface WrittenBody {
  readonly body: BodyInit;
  readonly type: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;
type Encodings = Readonly<Record<string, FieldEntry>>;

const formType = "application/x-www-form-urlencoded";
const isMultipart = (mediaType: string) => /^multipart\//i.test(mediaType);
const isFormData = (mediaType: string) => /^multipart\/form-data/i.test(mediaType);

/** Serializes a body for its media type. */
export function writeBody(
  caller: string,
  mediaType: string,
  body: unknown,
  encodings: Encodings = {},
): WrittenBody {
  if (isJson(mediaType))
    return { body: toJson(`${caller}: argument "body"`, body), type: mediaType };
  const isWild = mediaType.includes("*");
  /** Returns the media type to send: the body's own type if the document allows several. */
  const typed = (type: string) => (isWild ? type : mediaType);
  if (body instanceof Blob) return { body, type: typed(body.type || "application/octet-stream") };
  if (body instanceof URLSearchParams) return { body, type: typed(formType) };
  if (body instanceof FormData) {
    // The platform chooses the boundary.
    if (isWild || isFormData(mediaType)) return { body, type: undefined };
    throw refusal(caller, `must be an object, because FormData cannot be sent as ${mediaType}`);
  }
  if (isMultipart(mediaType)) return multipart(fieldsOf(caller, body), mediaType, encodings);
  if (mediaType.toLowerCase().startsWith(formType)) {
    return { body: formOf(fieldsOf(caller, body), encodings), type: mediaType };
  }
  if (typeof body === "string") return { body, type: typed("text/plain;charset=UTF-8") };
  if (body instanceof ArrayBuffer) return { body, type: typed("application/octet-stream") };
  // For a view of shared memory, which cannot be sent, the platform throws an error.
  if (ArrayBuffer.isView(body)) {
    const view = new Uint8Array(body.buffer, body.byteOffset, body.byteLength) as BodyInit;
    return { body: view, type: typed("application/octet-stream") };
  }
  if (isWild) {
    return { body: toJson(`${caller}: argument "body"`, body), type: "application/json" };
  }
  throw refusal(
    caller,
    `must be a string, a Blob, an ArrayBuffer or a view of one for ${mediaType}`,
  );
}

function refusal(caller: string, problem: string): ConfigurationError {
  return new ConfigurationError(`${caller}: body ${problem}`);
}

function fieldsOf(caller: string, body: unknown): Fields {
  if (isFields(body)) return dropMissing(body) as Fields; // Safe: `dropMissing` copies an object to an object.
  throw refusal(caller, "must be an object of fields by name");
}

/**
 * Serializes a form by the encodings of its fields. An object without a style is sent as JSON, which is
 * the default of OpenAPI.
 */
function formOf(fields: Fields, encodings: Encodings): string {
  const parts = Object.entries(fields).map(([name, value]) => {
    const { contentType: content, ...style } = encodingOf(encodings, name);
    const hasDefault = content === undefined && Object.keys(style).length === 0;
    return writeQuery(
      ownMembers({ ...style, name, content }) as unknown as QueryStyle, // Safe: only inherited members are missing.
      hasDefault && isFields(value) ? toJson(`field "${name}"`, value) : value,
    );
  });
  const encoded = parts.filter((part) => part !== "").join("&");
  // In a form, unlike in a URL's query, a space is a plus, and more characters are escaped.
  return encoded
    .replaceAll("%20", "+")
    .replaceAll("[", "%5B")
    .replaceAll("]", "%5D")
    .replaceAll(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Returns the encoding of a field, without inherited members. */
function encodingOf(encodings: Encodings, name: string): FieldEntry {
  return ownMembers(Object.hasOwn(encodings, name) ? encodings[name] : undefined);
}

/** A part of a multipart body. */
interface Part {
  readonly name: string;
  readonly value: string | Blob;
  /** The media type. `undefined` for plain text, and for a file that has its own type. */
  readonly type: string | undefined;
}

function multipart(fields: Fields, mediaType: string, encodings: Encodings): WrittenBody {
  const parts = Object.entries(fields).flatMap(([name, value]) =>
    partsOf(name, value, encodingOf(encodings, name).contentType),
  );
  const isPlain = parts.every(({ value, type }) => type === undefined || value instanceof Blob);
  if (isPlain && isFormData(mediaType)) {
    const form = new FormData();
    for (const { name, value } of parts) {
      if (typeof value === "string") form.append(name, value);
      else form.append(name, value, value instanceof File ? value.name : "blob");
    }
    return { body: form, type: undefined };
  }
  return written(parts, mediaType);
}

/** Returns the parts of a field. An object is sent as JSON. Each element of a list is a separate part. */
function partsOf(name: string, value: unknown, documented: string | undefined): Part[] {
  // If the document allows several types, the value determines the type.
  const type = documented?.includes(",") || documented?.includes("*") ? undefined : documented;
  if (type !== undefined && isJson(type)) {
    return [{ name, value: toJson(`part "${name}"`, value), type }];
  }
  if (Array.isArray(value) && value.every((each) => !isFields(each) && !Array.isArray(each))) {
    return value.flatMap((each) => partsOf(name, each, documented));
  }
  if (value instanceof Blob) {
    const isTyped = type === undefined || value.type !== "";
    const file = isTyped ? value : retyped(value, type);
    return [{ name, value: file, type: undefined }];
  }
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    const blob = new Blob([value as ArrayBuffer], { type: type ?? "" });
    return partsOf(name, blob, documented);
  }
  if (Array.isArray(value) || isFields(value)) {
    return [{ name, value: toJson(`part "${name}"`, value), type: type ?? "application/json" }];
  }
  return [{ name, value: textOf(value), type }];
}

function retyped(value: Blob, type: string): Blob {
  return value instanceof File
    ? new File([value], value.name, { type, lastModified: value.lastModified })
    : new Blob([value], { type });
}

/**
 * Writes a multipart body. FormData cannot be used if a part that is not a file has a media type: it
 * would send the part as a file.
 */
function written(parts: readonly Part[], mediaType: string): WrittenBody {
  const random = crypto.getRandomValues(new Uint32Array(4));
  const boundary = `form-${Array.from(random, (each) => each.toString(36)).join("")}`;
  const pieces = parts.flatMap(({ name, value, type }) => {
    const head = [`--${boundary}`];
    if (isFormData(mediaType)) {
      const file = value instanceof Blob ? `; filename="${escape(fileName(value))}"` : "";
      head.push(`Content-Disposition: form-data; name="${escape(name)}"${file}`);
    }
    const own = value instanceof Blob ? value.type || "application/octet-stream" : type;
    if (own !== undefined) head.push(`Content-Type: ${own.replace(/[\r\n]/g, "")}`);
    return [`${head.join("\r\n")}\r\n\r\n`, value, "\r\n"];
  });
  const whole = `${mediaType.replace(/;.*/, "").trim()}; boundary=${boundary}`;
  return { body: new Blob([...pieces, `--${boundary}--\r\n`]), type: whole };
}

function fileName(value: Blob): string {
  return value instanceof File ? value.name : "blob";
}

/** Escapes a name as browsers do in forms. */
function escape(name: string): string {
  return name.replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll('"', "%22");
}
