import { toJson } from "../engine/arguments.js";
import { ConfigurationError } from "../engine/errors.js";
import { isJson } from "../engine/media-type.js";

/** Writes a body as its media type wants it. */
export function writeBody(caller: string, mediaType: string, body: unknown): BodyInit {
  if (isJson(mediaType)) return toJson(`${caller}: argument "body"`, body);
  if (body instanceof FormData || body instanceof URLSearchParams || body instanceof Blob)
    return body;
  if (mediaType.startsWith("multipart/")) return formOf(caller, body);
  if (mediaType.startsWith("application/x-www-form-urlencoded")) {
    const fields = Object.entries(fieldsOf(caller, body)).flatMap(([name, value]) =>
      [value].flat().map((each) => [name, textOf(caller, name, each)]),
    );
    return new URLSearchParams(fields);
  }
  if (typeof body === "string" || body instanceof ArrayBuffer) return body;
  // Views over shared memory cannot be sent, which the platform says itself.
  if (ArrayBuffer.isView(body))
    return new Uint8Array(body.buffer, body.byteOffset, body.byteLength) as BodyInit;
  throw new ConfigurationError(
    `${caller}: body must be a string, a Blob, an ArrayBuffer or a view of one for ${mediaType}`,
  );
}

/** Whether the platform sets the Content-Type itself, with a boundary that only it knows. */
export function setsOwnType(body: BodyInit): boolean {
  return body instanceof FormData;
}

function formOf(caller: string, body: unknown): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fieldsOf(caller, body))) {
    for (const part of [value].flat()) {
      if (part === undefined) continue;
      if (part instanceof Blob) form.append(name, part);
      else form.append(name, textOf(caller, name, part));
    }
  }
  return form;
}

function fieldsOf(caller: string, body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return { ...body };
  throw new ConfigurationError(`${caller}: body must be an object of fields by name`);
}

/** A value within a form. An object goes as JSON, which is the default of OpenAPI. */
function textOf(caller: string, name: string, value: unknown): string {
  return typeof value === "string" ? value : toJson(`${caller}: field "${name}"`, value);
}
