import ts from "typescript";

import { walkDocument, type MutableObject } from "../../scripts/document/grammar.js";
import { isObject, type SpecDocument } from "../../scripts/document/spec-document.js";
import { resolveSchema, schemasOf } from "../../scripts/schema/component-schemas.js";

/** A place where the types of two files differ. */
export interface Difference {
  /** The names of the members on the path, without indexes. */
  readonly path: readonly string[];
  readonly ours: ts.Node | undefined;
  readonly raw: ts.Node | undefined;
}

const printer = ts.createPrinter({ removeComments: true });

export function print(node: ts.Node | undefined): string {
  if (node === undefined) return "—";
  const text = printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());
  return text.replaceAll(/\s+/g, " ");
}

/** The names of members with defaults, directions or discriminators in a document. */
interface Facts {
  readonly defaults: ReadonlySet<string>;
  readonly directions: ReadonlySet<string>;
  readonly discriminators: ReadonlySet<string>;
}

export function readFacts({ document }: SpecDocument): Facts {
  const [defaults, directions, discriminators] = [
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
  ];
  const whole: MutableObject = { ...document };
  const schemas = schemasOf(whole);
  walkDocument(whole, ({ value, kind }) => {
    if (kind !== "schema") return;
    const { discriminator, properties } = value;
    if (isObject(discriminator)) discriminators.add(String(discriminator["propertyName"]));
    for (const [name, member] of Object.entries(isObject(properties) ? properties : {})) {
      for (const each of [member, resolveSchema(member, schemas)]) {
        if (!isObject(each)) continue;
        if ("default" in each) defaults.add(name);
        if (each["readOnly"] === true || each["writeOnly"] === true) directions.add(name);
      }
    }
  });
  return { defaults, directions, discriminators };
}

/** A difference as text, with the data to find its kind. */
interface Found {
  readonly path: readonly string[];
  readonly name: string;
  readonly ours: string;
  readonly raw: string;
  readonly facts: Facts;
}

/** The intended differences. Exported schemas are moved back into `components` before comparing. */
export const kinds: Readonly<Record<string, (found: Found) => boolean>> = {
  "A member with a default may be left out": ({ name, ours, raw, facts }) =>
    facts.defaults.has(name) && required(ours) === required(raw),
  "A file is a Blob": ({ ours, raw }) =>
    ours.replaceAll("Blob", "string") === raw || (ours === "Blob" && raw === "unknown"),
  "A request has a copy of a schema that differs by direction": ({ path, ours, raw }) =>
    (path.length === 3 && raw === "—" && ours.includes("Writable")) ||
    ours.replaceAll(/Writable\d*"\]/g, '"]') === raw,
  "Requests have no readOnly members, and responses have no writeOnly members": ({
    name,
    ours,
    facts,
  }) => ours === "—" && facts.directions.has(name),
  "An empty object has unknown members": ({ ours, raw }) =>
    ours.replaceAll("Record<string, unknown>", "Record<string, never>") === raw,
  "An operation without operationId gets a name": ({ path, ours, raw }) =>
    (path[0] === "operations" && path.length === 2 && raw === "—") ||
    (path[0] === "operations" && path.length === 1 && raw === "Record<string, never>") ||
    (path[0] === "paths" && path.length === 3 && ours.startsWith("operations[")),
  "Each operation lists the parameters of its path": ({ path, ours }) =>
    path[0] === "paths" && path[2] === "parameters" && ours.includes("never"),
  "Discriminators are literal types of their members": ({ name, ours, raw, facts }) =>
    facts.discriminators.has(name) ||
    [...facts.discriminators].some(
      (property) => required(withoutTag(ours, property)) === required(withoutTag(raw, property)),
    ),
  "A schema that is composed of itself extends its base": ({ path, ours, raw }) =>
    path.length === 3 && raw === "—" && ours.includes("Base"),
  "A parameter with content has the type of its schema": ({ path, raw }) =>
    path.includes("parameters") && raw === "string",
  "Keywords next to anyOf or oneOf apply as well": ({ ours, raw }) =>
    ours.includes(" & ") && isSubset(alternativesOf(raw), alternativesOf(ours)),
  "A schema with items is an array": ({ ours, raw }) => ours.endsWith("[]") && raw === "unknown",
  "A schema has no member called $defs": ({ name, ours }) => name === "$defs" && ours === "—",
  "Accept, Content-Type and Authorization are not parameters": ({ path, raw }) =>
    path.includes("header") && /\b(accept|content-type|authorization)\b/i.test(raw),
  "A body that cannot be sent is left out, with a warning": ({ name, ours }) =>
    name === "requestBody" && /^(requestBody\?: )?never;?$/.test(ours),
  "An operation without a documented success accepts any 2XX status": ({ path, ours }) =>
    path[0] === "operations" && path.includes("responses") && ours.includes('"2XX"'),
};

/** Makes all members of a type required. */
function required(type: string): string {
  return type.replaceAll("?:", ":");
}

/**
 * Returns the types that are joined by unions and intersections. Without empty objects, because
 * openapi-typescript prints one instead of the alternatives of an object.
 */
function alternativesOf(type: string): Set<string> {
  const all = type.replaceAll(/[()]/g, "").split(/ [|&] /);
  return new Set(all.filter((each) => !/^Record<string, (never|unknown)>$/.test(each)));
}

function isSubset(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return [...some].every((each) => all.has(each));
}

/** Removes the values of a discriminator from a type, in the form of either file. */
function withoutTag(type: string, property: string): string {
  const tag = String.raw`\{ ${property}: "[^"]*"(?: \| "[^"]*")*; \}`;
  return type
    .replaceAll(/Omit<(components\["schemas"\]\["[^"]*"\]), "[^"]*">/g, "$1")
    .replaceAll(/Base\d*"\]/g, '"]')
    .replaceAll(new RegExp(String.raw` & ${tag}`, "g"), "")
    .replaceAll(new RegExp(String.raw`${tag} & `, "g"), "");
}

/** Counts the differences of each kind, and returns the differences of unknown kinds. */
export function classify(
  differences: readonly Difference[],
  facts: Facts,
): { counts: ReadonlyMap<string, number>; unexplained: readonly string[] } {
  const counts = new Map<string, number>();
  const unexplained: string[] = [];
  for (const { path, ours, raw } of differences) {
    const found = { path, name: path.at(-1) ?? "", ours: print(ours), raw: print(raw), facts };
    const kind = Object.keys(kinds).find((each) => kinds[each]?.(found));
    if (kind === undefined) {
      unexplained.push(`${path.join(" > ")}\n  ours: ${found.ours}\n  raw:  ${found.raw}`);
    } else counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return { counts, unexplained };
}
