import {
  child,
  elements,
  isObject,
  members,
  rootNode,
  type JsonObject,
  type SpecNode,
} from "../document/spec-document.js";
import { canonical, differ, type Comparison } from "./difference.js";

/** Compares the credentials that an operation takes: each alternative by what it is, not its name. */
export function compareSecurity(before: SpecNode, after: SpecNode, comparison: Comparison): void {
  const [old, now] = [alternativesOf(before), alternativesOf(after)];
  for (const { name, node, schemes } of old.values()) {
    // Who gave more than is now asked for is still let in.
    const isEnough = [...now.values()].some((other) =>
      schemes.length === 0
        ? other.schemes.length === 0
        : other.schemes.length > 0 && other.schemes.every((scheme) => schemes.includes(scheme)),
    );
    if (!isEnough) differ(comparison, "credential-removed", name, node, after);
  }
  for (const [key, { name, node }] of now) {
    if (!old.has(key)) differ(comparison, "credential-added", name, before, node);
  }
}

interface Alternative {
  readonly name: string;
  readonly node: SpecNode;
  /** What each of its schemes asks for, printed; several are asked for at once. */
  readonly schemes: readonly string[];
}

function alternativesOf(operation: SpecNode): Map<string, Alternative> {
  const own = child(operation, "security");
  const security = own.value === undefined ? child(rootNode(operation.spec), "security") : own;
  const listed = elements(security);
  // Without security, a call without a credential is what is taken.
  if (listed.length === 0) {
    return new Map([["[]", { name: anonymous, node: operation, schemes: [] }]]);
  }
  return new Map(
    listed.map((node) => {
      const schemes = members(node)
        .map(([name, scopes]) => canonical([schemeOf(node, name), scopes.value]))
        .sort();
      const names = members(node).map(([name]) => `\`${name}\``);
      return [canonical(schemes), { name: names.join(" and ") || anonymous, node, schemes }];
    }),
  );
}

const anonymous = "no credential";

/** What a scheme asks for, without its description. */
function schemeOf(node: SpecNode, name: string): JsonObject {
  const schemes = child(child(rootNode(node.spec), "components"), "securitySchemes");
  const { value } = child(schemes, name);
  if (!isObject(value)) return { name };
  const { type, scheme, in: place, name: parameter } = value;
  // HTTP's schemes are the same in capitals.
  const word = typeof scheme === "string" ? scheme.toLowerCase() : undefined;
  return { ...{ type, word, place, parameter } };
}
