import { count } from "./command/progress.js";
import { printTsdoc } from "./operations/tsdoc.js";
import { chooseSchemaNames } from "./schema/schema-names.js";
import { headerOf, type Step } from "./step.js";

/** JavaScript's globals. An imported schema of the same name would hide the global. */
const globals = new Set([
  ...["AggregateError", "Array", "ArrayBuffer", "BigInt", "Boolean", "DataView", "Date", "Error"],
  ...["EvalError", "Function", "Infinity", "Intl", "Iterator", "JSON", "Map", "Math", "NaN"],
  ...["Number", "Object", "Promise", "Proxy", "RangeError", "ReferenceError", "Reflect", "RegExp"],
  ...["Set", "String", "Symbol", "SyntaxError", "TypeError", "URIError", "WeakMap", "WeakRef"],
]);

/** Exports only the schemas, without openapi-typescript's other types, for `export *`. */
export const schemasStep: Step = {
  name: "schemas",
  file: "schemas.ts",
  isRead: true,
  purpose: "exports only the schemas, for `export *` in a package",
  run(spec) {
    const names = [...chooseSchemaNames(spec).names.values()];
    const listed = names.filter((name) => !globals.has(name));
    const hidden = names.filter((name) => globals.has(name)).map((name) => `\`${name}\``);
    const reason = `Without ${hidden.join(", ")}, because an import would hide the global of that name.`;
    const doc = hidden.length === 0 ? "" : printTsdoc([reason], 0);
    return {
      text: `${headerOf(spec)}\n${doc}export type { ${listed.join(", ")} } from "./schema.js";\n`,
      summary: count(listed.length, "schema"),
    };
  },
};
