import {
  child,
  elements,
  isObject,
  members,
  textOf,
  type SpecNode,
} from "../document/spec-document.js";
import { compareContent } from "./compare-content.js";
import {
  compareDefaults,
  compareDeprecation,
  compareOthers,
  comparePresent,
} from "./compare-schemas.js";
import { differ, type Comparison } from "./difference.js";

const handled = new Set([
  ...["name", "in", "required", "schema", "content", "deprecated", "style", "explode"],
  ...["allowReserved", "allowEmptyValue", "$ref"],
]);

/** Compares the parameters of an operation, those that its path declares for it included. */
export function compareParameters(
  before: { readonly node: SpecNode; readonly pathItem: SpecNode },
  after: { readonly node: SpecNode; readonly pathItem: SpecNode },
  comparison: Comparison,
): void {
  const [old, now] = [parametersOf(before), parametersOf(after)];
  for (const [key, one] of old) {
    const other = now.get(key);
    if (other === undefined) differ(comparison, "parameter-removed", key, one, after.node);
    else compareParameter(one, other, key, comparison);
  }
  for (const [key, other] of now) {
    if (old.has(key)) continue;
    const kind = isRequired(other) ? "required-parameter-added" : "parameter-added";
    differ(comparison, kind, key, before.node, other);
  }
}

/** By place and name, as people would call them. */
function parametersOf(operation: {
  readonly node: SpecNode;
  readonly pathItem: SpecNode;
}): Map<string, SpecNode> {
  const all = [operation.pathItem, operation.node].flatMap((node) =>
    elements(child(node, "parameters")),
  );
  return new Map(
    all.map((node) => {
      const [place, name] = [textOf(child(node, "in")), textOf(child(node, "name"))];
      return [`${place ?? ""} parameter \`${name ?? ""}\``, node];
    }),
  );
}

function isRequired(parameter: SpecNode): boolean {
  return child(parameter, "required").value === true;
}

function compareParameter(
  before: SpecNode,
  after: SpecNode,
  subject: string,
  comparison: Comparison,
): void {
  const [was, is] = [isRequired(before), isRequired(after)];
  if (!was && is) differ(comparison, "required-added", subject, before, after);
  if (was && !is) differ(comparison, "required-removed", subject, before, after);
  const [old, now] = [child(before, "schema"), child(after, "schema")];
  compareDefaults(old, now, subject, comparison, was && is ? "required" : "parameter");
  comparePresent(old, now, subject, comparison);
  compareContent(child(before, "content"), child(after, "content"), subject, comparison);
  if (serialization(before) !== serialization(after)) {
    differ(comparison, "serialization-changed", subject, before, after, {
      from: serialization(before),
      to: serialization(after),
    });
  }
  compareDeprecation(before, after, subject, comparison);
  compareOthers(before, after, handled, comparison);
}

/** How the value is written; a single value looks the same in most styles. */
function serialization(parameter: SpecNode): string {
  const place = textOf(child(parameter, "in")) ?? "";
  const form = place === "query" || place === "cookie";
  const style = textOf(child(parameter, "style")) ?? (form ? "form" : "simple");
  const explode = child(parameter, "explode").value ?? style === "form";
  const isReserved = child(parameter, "allowReserved").value === true ? " reserved" : "";
  const isPlain = !hasParts(child(parameter, "schema")) && ["form", "simple"].includes(style);
  return `${isPlain ? "plain" : `${style}${explode === true ? " explode" : ""}`}${isReserved}`;
}

function hasParts(schema: SpecNode): boolean {
  const { value } = child(schema, "type");
  const types = Array.isArray(value) ? value : [value];
  if (types.includes("array") || types.includes("object")) return true;
  return isObject(schema.value) && members(schema).some(([name]) => name.endsWith("Of"));
}
