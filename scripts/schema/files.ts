import { schemaKeywords, walkDocument, type MutableObject } from "../document/grammar.js";
import { isObject } from "../document/spec-document.js";
import { isFile } from "../operations/file-schema.js";
import { isJson, isLines } from "../operations/media-type.js";
import { referredName, resolveSchema, schemasOf } from "./component-schemas.js";

/** What a schema describes: a body of fields, a whole body or a field of one, or a value within JSON. */
type Context = "form" | "part" | "json";

/** Keywords whose schemas describe the same value. */
const sameValue: readonly string[] = ["allOf", "anyOf", "oneOf", "if", "then", "else"];
const items: readonly string[] = ["items", "prefixItems", "contains"];

/**
 * Makes texts of the files within JSON, whose strings cannot be files. A schema that is used in both
 * ways is either.
 */
export function settleFiles(document: MutableObject): void {
  const schemas = schemasOf(document);
  const files = new Set<MutableObject>();
  const texts = new Set<MutableObject>();
  const seen = { form: new Set<unknown>(), part: new Set<unknown>(), json: new Set<unknown>() };

  const visit = (schema: unknown, context: Context): void => {
    if (!isObject(schema) || seen[context].has(schema)) return;
    seen[context].add(schema);
    if (isFile(schema)) (context === "json" ? texts : files).add(schema);
    visit(schemas[referredName(schema["$ref"]) ?? ""], context);
    for (const [keyword, member] of Object.entries(schema)) {
      const inner = innerContext(keyword, context);
      for (const each of schemasIn(keyword, member)) visit(each, inner);
    }
  };

  walkDocument(document, ({ value, kind, segments }) => {
    if (kind === "parameter" || kind === "header") visit(value["schema"], "json");
    if (kind !== "mediaType") return;
    const context = contextOf(segments.at(-1) ?? "");
    const isAnswer = segments.includes("responses");
    const whole = resolveSchema(value["schema"], schemas);
    // Some documents call a download JSON.
    const isDownload = isAnswer && isObject(whole) && isFile(whole);
    visit(value["schema"], isDownload ? "part" : context);
  });
  for (const schema of texts) {
    if (files.has(schema)) schema["anyOf"] = [{ ...schema }, { type: "string" }];
    for (const name of ["format", "contentMediaType", "contentEncoding"]) {
      Reflect.deleteProperty(schema, name);
    }
    if (files.has(schema)) delete schema["type"];
  }
}

function contextOf(mediaType: string): Context {
  if (isJson(mediaType) || isLines(mediaType)) return "json";
  return /^(multipart\/|application\/x-www-form-urlencoded)/i.test(mediaType) ? "form" : "part";
}

/** A field is a part, and so is each of its items. An object in a part is JSON. */
function innerContext(keyword: string, context: Context): Context {
  if (context === "json" || sameValue.includes(keyword)) return context;
  if (items.includes(keyword)) return "part";
  return context === "form" ? "part" : "json";
}

function schemasIn(keyword: string, member: unknown): unknown[] {
  const isOf = (names: readonly string[]): boolean => names.includes(keyword);
  if (isOf(schemaKeywords.one)) return [member];
  if (isOf(schemaKeywords.list)) return Array.isArray(member) ? member : [];
  return isOf(schemaKeywords.byName) && isObject(member) ? Object.values(member) : [];
}
