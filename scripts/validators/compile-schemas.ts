import { Ajv2020 } from "ajv/dist/2020.js";
import { CodeGen } from "ajv/dist/compile/codegen/index.js";

import type { Problem } from "../command/generation-error.js";
import { placeOf, type JsonObject, type SpecNode } from "../document/spec-document.js";
import { printValidators } from "./print-validators.js";

/** A schema to compile. */
export interface SchemaToCompile {
  /** A unique id of letters, digits and `_`, or the id of a definition. */
  readonly id: string;
  /** Missing if the id is the id of a definition. */
  readonly schema?: JsonObject;
  /** The schema in the document, for the place in warnings. */
  readonly node: SpecNode;
  /** The name of the schema in warnings: `body of CreateApiKey`. */
  readonly subject: string;
}

export interface CompileOptions {
  /** Schemas that others refer to, by id. An id must not be a path, because ajv resolves paths. */
  readonly definitions?: Readonly<Record<string, unknown>>;
  /** Whether violations contain the value and the schema around it, for detailed messages. */
  readonly verbose: boolean;
}

/** JavaScript that declares a validator for each schema. */
export interface CompiledSchemas {
  readonly code: string;
  /** The name of each validator by schema id. Schemas without a validator are missing. */
  readonly names: ReadonlyMap<string, string>;
  readonly warnings: readonly Problem[];
}

/** Compiles schemas to functions that return whether a value is valid, with `errors` if it is not. */
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
    // Formats are not checked, because the server does not check them in bodies.
    validateFormats: false,
    // Schemas that others refer to are compiled once.
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
        throw new Error('JavaScript cannot validate a member with the name "__proto__"');
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

/** Whether a schema, or a schema that it refers to, has a member called `__proto__`. */
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
    message: `The ${subject} is not validated: ${reason}.`,
    get places() {
      return [placeOf(node)];
    },
    advice: "Write its schema in JSON Schema 2020-12, which OpenAPI 3.1 uses.",
  };
}

/**
 * Compiles validators whose violations have no `schemaPath`. Nothing uses it, and it makes the code
 * much larger. ajv has no option for this, so its function that prints objects is replaced during the
 * compilation. The printed code is not edited, because it contains texts from the document.
 */
function withoutSchemaPaths<T>(compile: () => T): T {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- `apply` passes the object.
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
