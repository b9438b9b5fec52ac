import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";

import {
  child,
  isObject,
  members,
  type SpecDocument,
  type SpecNode,
} from "../../../scripts/document/spec-document.js";
import { canonical } from "../../../scripts/diff/part.js";
import { resolveAll } from "./slice.js";

/** Checks values against the schemas of one document. */
export interface DocumentSchemas {
  readonly accepts: (schema: SpecNode, value: unknown) => boolean;
  /** Fills in the document's defaults for missing members. */
  readonly fill: (schema: SpecNode, value: unknown) => unknown;
}

/** @param open - whether objects may have members that are not in the document */
export function documentSchemas(spec: SpecDocument, open: boolean): DocumentSchemas {
  const ajv = new Ajv2020({ strict: false, validateSchema: false });
  // The package's types describe the module as the function, but it is only in `default`.
  (formats as unknown as { default: (ajv: Ajv2020) => void }).default(ajv);
  const compiled = new Map<unknown, ValidateFunction>();
  const prepare = (value: unknown): unknown => (open ? opened(value) : value);
  const components = prepare(spec.document["components"]);
  return {
    accepts(schema, value) {
      let validate = compiled.get(schema.value);
      if (validate === undefined) {
        const body = prepare(schema.value ?? {});
        validate = ajv.compile({ ...(isObject(body) && body), components });
        compiled.set(schema.value, validate);
      }
      return validate(value);
    },
    fill,
  };
}

/** Whether two schemas of two documents are equal after resolving references. */
export function isSameSchema(one: SpecNode, other: SpecNode | undefined): boolean {
  if (other === undefined) return false;
  const [first, second] = [one, other].map(({ spec, value }) => resolveAll(spec, value, []));
  return canonical(first) === canonical(second);
}

function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => name !== "additionalProperties" || member !== false)
      .map(([name, member]) => [name, opened(member)]),
  );
}

function fill(schema: SpecNode, value: unknown): unknown {
  if (value === undefined) return child(schema, "default").value;
  if (Array.isArray(value)) return value.map((item: unknown) => fill(child(schema, "items"), item));
  if (!isObject(value)) return value;
  const filled: Record<string, unknown> = { ...value };
  for (const [name, property] of members(child(schema, "properties"))) {
    const member = fill(property, value[name]);
    if (member !== undefined) filled[name] = member;
  }
  return filled;
}
