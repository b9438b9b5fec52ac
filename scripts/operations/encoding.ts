import { child, isObject, members, type SpecNode } from "../document/spec-document.js";
import { isFile } from "./file-schema.js";

/** The encoding of a form field, without members that have their default. */
export interface FieldEncoding {
  readonly style?: string;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  readonly contentType?: string;
}

type Encodings = Readonly<Record<string, FieldEncoding>>;

/** Reads the encoding of form fields, by media type and name. */
export function readEncoding(operation: SpecNode): Readonly<Record<string, Encodings>> | undefined {
  const content = child(child(operation, "requestBody"), "content");
  const byType = members(content).flatMap(([type, media]) => {
    const isMultipart = /^multipart\//i.test(type);
    if (!isMultipart && !/^application\/x-www-form-urlencoded/i.test(type)) return [];
    const properties = child(child(media, "schema"), "properties");
    const fields = members(child(media, "encoding")).flatMap(([name, node]) => {
      const entry = readField(node, isMultipart, child(properties, name));
      return Object.keys(entry).length === 0 ? [] : [[name, entry] as const];
    });
    return fields.length === 0 ? [] : [[type, Object.fromEntries(fields)] as const];
  });
  return byType.length === 0 ? undefined : Object.fromEntries(byType);
}

/** Reads the encoding of a field: its style (only in URL-encoded forms) or its media type. */
function readField(node: SpecNode, isMultipart: boolean, property: SpecNode): FieldEncoding {
  const { style, explode, allowReserved, contentType } = isObject(node.value) ? node.value : {};
  const hasStyle = [style, explode, allowReserved].some((each) => each !== undefined);
  if (hasStyle && !isMultipart) {
    const name = typeof style === "string" ? style : "form";
    return {
      style: name,
      ...(typeof explode === "boolean" && explode !== (name === "form") && { explode }),
      ...(allowReserved === true && { allowReserved }),
    };
  }
  if (typeof contentType !== "string") return {};
  // Default media types are omitted.
  const isPlain = /^text\/plain$/i.test(contentType) || /^\*\/\*$/.test(contentType);
  const isDefaultFile =
    contentType === "application/octet-stream" &&
    isObject(property.value) &&
    isFile(property.value);
  return isPlain || isDefaultFile ? {} : { contentType };
}
