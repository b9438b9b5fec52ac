import { placesOf, walkDocument, type MutableObject } from "../document/grammar.js";
import { isObject } from "../document/spec-document.js";

/**
 * Takes out what is no object where one belongs: an empty line of YAML is `null`. A named part
 * becomes an empty one, and extensions among the parts of a name go.
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
