import type { Ajv2020 } from "ajv/dist/2020.js";
import { _Code, type Code } from "ajv/dist/compile/codegen/code.js";
import {
  UsedValueState,
  type UsedScopeValues,
  type ValueScopeName,
} from "ajv/dist/compile/codegen/scope.js";
import { SchemaEnv } from "ajv/dist/compile/index.js";
import equal from "ajv/dist/runtime/equal.js";
import ucs2length from "ajv/dist/runtime/ucs2length.js";
import type { AnyValidateFunction, SourceCode } from "ajv/dist/types/index.js";

/**
 * Prints validators with the functions that they need, like ajv's `standalone`. But `standalone`
 * copies all its results for each new validator, which is slow for thousands of them.
 *
 * @param names - the constant of each validator, by schema id
 */
export function printValidators(ajv: Ajv2020, names: ReadonlyMap<string, string>): string {
  const used: UsedScopeValues = {};
  const parts: string[] = [];
  for (const [id, name] of names) {
    const source = sourceOf(ajv.getSchema(id));
    parts.push(`const ${name} = ${source.validateName.str};`, printFunction(ajv, source, used));
  }
  return parts.join("\n");
}

function sourceOf(validate: unknown): SourceCode {
  // Safe: ajv passes only its own validators here.
  const source = (validate as AnyValidateFunction | undefined)?.source;
  if (source !== undefined) return source;
  throw new TypeError("This ajv validator has no source. Set ajv's option code.source.");
}

/** Prints a function, after the functions that it needs and that are not printed yet. */
function printFunction(ajv: Ajv2020, source: SourceCode, used: UsedScopeValues): string {
  const { validateName, validateCode, scopeValues, evaluated } = source;
  if (stateOf(validateName, used) === UsedValueState.Completed) return "";
  (used[validateName.prefix] ??= new Map()).set(validateName, UsedValueState.Started);
  for (const name of scopeValues["func"] ?? []) inlineHelper(name);
  const needed = ajv.scope.scopeCode(scopeValues, used, (name) => printNeeded(ajv, name, used));
  const mark =
    evaluated === undefined ? "" : `${validateName.str}.evaluated = ${evaluated.toString()};\n`;
  return `${needed.toString()}\n${validateCode}${mark}`;
}

/** Prints a validator that another one calls. If they call each other, prints only a wrapper. */
function printNeeded(ajv: Ajv2020, name: ValueScopeName, used: UsedScopeValues): Code | undefined {
  const needed: unknown = name.value?.ref;
  if (typeof needed === "function") {
    return new _Code(printFunction(ajv, sourceOf(needed), used));
  }
  if (!(needed instanceof SchemaEnv) || needed.validateName === undefined) return undefined;
  const { validate, validateName } = needed;
  const wrapper = `const ${name.str} = { validate: ${validateName.str} };`;
  if (stateOf(validateName, used) === UsedValueState.Started) return new _Code(wrapper);
  return new _Code(`${wrapper}\n${printFunction(ajv, sourceOf(validate), used)}`);
}

/** The functions of ajv that validators call. They do not depend on other functions. */
const helpers = [defaultOf<object>(equal), defaultOf<object>(ucs2length)];

/** Returns the source text of a function. */
export function sourceText(helper: object): string {
  return Function.prototype.toString.call(helper);
}

/** Returns the default export of a CommonJS module. Some loaders return it as the module itself. */
export function defaultOf<T>(module: { readonly default: T }): T {
  return "default" in module ? module.default : module;
}

/** Makes ajv print the code of a helper instead of a `require` call. */
function inlineHelper({ value }: ValueScopeName): void {
  const helper = helpers.find((each) => each === value?.ref);
  if (value !== undefined && helper !== undefined) value.code = new _Code(sourceText(helper));
}

function stateOf(name: ValueScopeName, used: UsedScopeValues): UsedValueState | undefined {
  return used[name.prefix]?.get(name);
}
