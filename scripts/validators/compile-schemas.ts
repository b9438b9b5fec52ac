import { Ajv2020 } from "ajv/dist/2020.js";
import { CodeGen } from "ajv/dist/compile/codegen/index.js";

import type { Problem } from "../command/generation-error.js";
import { placeOf, type JsonObject, type SpecNode } from "../document/spec-document.js";
import { printValidators } from "./print-validators.js";

/** A schema to compile. */
export interface SchemaToCompile {
  /** Its id, of letters, digits and `_`, or that of a definition; no two schemas share one. */
  readonly id: string;
  /** Absent where the id is that of a definition. */
  readonly schema?: JsonObject;
  /** Where it was written, for warnings. */
  readonly node: SpecNode;
  /** What it describes, for warnings: `body of CreateApiKey`. */
  readonly subject: string;
}

export interface CompileOptions {
  /** Schemas that the others refer to, by their id: no path, or references would lead elsewhere. */
  readonly definitions?: Readonly<Record<string, unknown>>;
  /** Whether a violation holds the value and the schema around it, for who words messages by them. */
  readonly verbose: boolean;
}

/** JavaScript that declares a validator for each schema. */
export interface CompiledSchemas {
  readonly code: string;
  /** The name of each validator, by the id of its schema; absent where the schema has none. */
  readonly names: ReadonlyMap<string, string>;
  readonly warnings: readonly Problem[];
}

/** Compiles schemas to functions that return whether a value is valid, and hold what is wrong. */
export function compileSchemas(
  schemas: readonly SchemaToCompile[],
  { definitions = {}, verbose }: CompileOptions,
): CompiledSchemas {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose,
    messages: false,
    strict: false,
    validateSchema: false,
    // No format is checked: the real server knows none in bodies.
    validateFormats: false,
    // What many schemas refer to is compiled once.
    inlineRefs: false,
    logger: false,
    code: { source: true, esm: true, lines: true },
  });
  return withoutSchemaPaths(() => compileAll(ajv, schemas, definitions));
}

function compileAll(
  ajv: Ajv2020,
  schemas: readonly SchemaToCompile[],
  definitions: Readonly<Record<string, unknown>>,
): CompiledSchemas {
  for (const [id, schema] of Object.entries(definitions)) {
    ajv.addSchema(typeof schema === "boolean" ? schema : { ...(schema as object), $id: id }, id);
  }
  const names = new Map<string, string>();
  const warnings: Problem[] = [];
  for (const { id, schema, node, subject } of schemas) {
    try {
      if (hasPrototypeMember(schema ?? definitions[id], definitions)) {
        throw new Error('JavaScript cannot check a member with the name "__proto__"');
      }
      if (schema === undefined) ajv.getSchema(id);
      else ajv.compile({ ...schema, $id: id });
      names.set(id, `validate${id.replaceAll(/\W/g, "_")}`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      warnings.push(notCompiled(node, subject, reason));
    }
  }
  return { code: printValidators(ajv, names), names, warnings };
}

/** Whether a schema, or one that it refers to, has a member that would be an object's prototype. */
function hasPrototypeMember(
  schema: unknown,
  definitions: Readonly<Record<string, unknown>>,
  seen = new Set<string>(),
): boolean {
  const text = JSON.stringify(schema ?? {});
  if (text.includes('"__proto__"')) return true;
  return Array.from(text.matchAll(/"\$ref":"(\w+)"/g), ([, id = ""]) => id).some((id) => {
    if (seen.has(id) || !Object.hasOwn(definitions, id)) return false;
    seen.add(id);
    return hasPrototypeMember(definitions[id], definitions, seen);
  });
}

function notCompiled(node: SpecNode, subject: string, reason: string): Problem {
  return {
    message: `The ${subject} is left unchecked: ${reason}.`,
    get places() {
      return [placeOf(node)];
    },
    advice: "Write its schema in JSON Schema 2020-12, as OpenAPI 3.1 does.",
  };
}

/**
 * Compiles violations without `schemaPath`, the place in the schema. Nobody reads it, and it is a
 * good part of the bytes. ajv has no option for it, so the function that prints objects leaves it out
 * meanwhile. The printed code is never edited: it holds texts of the document.
 */
function withoutSchemaPaths<T>(compile: () => T): T {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- It is called with its object.
  const { object } = CodeGen.prototype;
  CodeGen.prototype.object = function (...members) {
    return object.apply(
      this,
      members.filter(([name]) => String(name) !== "schemaPath"),
    );
  };
  try {
    return compile();
  } finally {
    CodeGen.prototype.object = object;
  }
}
