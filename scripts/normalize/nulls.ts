import { placesOf, walkDocument, type MutableObject } from "../document/grammar.js";
import { isObject } from "../document/spec-document.js";

/**
 * Removes values that must be objects but are not. For example, an empty YAML value is `null`. In a
 * map of named parts, `null` becomes an empty object instead. Removes extensions from `paths` and
 * `responses`.
 */
export function normalizeNulls(document: MutableObject): void {
  walkDocument(document, ({ value, kind }) => {
    const { one = {}, list = {}, byName = {} } = placesOf(kind);
    for (const [key, member] of Object.entries(value)) {
      if (Object.hasOwn(one, key) && member === null) Reflect.deleteProperty(value, key);
      else if (Object.hasOwn(list, key)) {
        if (Array.isArray(member)) value[key] = member.filter((each) => each !== null);
        else Reflect.deleteProperty(value, key);
      } else if (Object.hasOwn(byName, key)) {
        if (!isObject(member)) Reflect.deleteProperty(value, key);
        else value[key] = withoutNulls(member, key);
      }
    }
  });
}

function withoutNulls(parts: MutableObject, key: string): MutableObject {
  const hasExtensions = key === "responses" || key === "paths";
  const kept = Object.entries(parts).filter(([name]) => !(hasExtensions && name.startsWith("x-")));
  return Object.fromEntries(kept.map(([name, part]) => [name, part ?? {}]));
}
