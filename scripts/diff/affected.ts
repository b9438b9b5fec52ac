import { isObject, memberOf, segmentsOf, specDocument } from "../document/spec-document.js";
import type { JsonObject, SpecDocument } from "../document/spec-document.js";

/** The components that a value refers to, as `schemas/Item`. */
function referencesIn(value: unknown): Set<string> {
  const text = JSON.stringify(value ?? null);
  const found = text.matchAll(/"#\/components\/([^"/]+\/[^"/]+)/g);
  return new Set(Array.from(found, ([, name = ""]) => decoded(name)));
}

/** A reference may have signs of its own in the encoding of URLs. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function componentAt(document: JsonObject, name: string): unknown {
  return segmentsOf(name).reduce<unknown>(memberOf, document["components"]);
}

/** The components that some values refer to, directly or through others. */
export function reachedFrom(document: JsonObject, ...values: readonly unknown[]): Set<string> {
  const reached = new Set(values.flatMap((value) => [...referencesIn(value)]));
  for (const name of reached) {
    for (const each of referencesIn(componentAt(document, name))) reached.add(each);
  }
  return reached;
}

/**
 * Cuts two documents down to the operations and components that are not the same in both, and to
 * all that these refer to. What is cut away gives the same types, so that no judge needs it.
 */
export function cutToAffected(
  before: SpecDocument,
  after: SpecDocument,
): { readonly cut: readonly SpecDocument[]; readonly affected: ReadonlySet<string> } {
  const documents = [before.document, after.document];
  const isSame = (find: (document: JsonObject) => unknown): boolean => {
    const [one, other] = documents.map((document) => JSON.stringify(find(document)));
    return one === other;
  };
  const components = new Set(documents.flatMap((document) => componentNames(document)));
  const affected = new Set(
    [...components].filter((name) => !isSame((each) => componentAt(each, name))),
  );
  const users = new Map<string, string[]>();
  for (const name of components) {
    for (const document of documents) {
      for (const used of referencesIn(componentAt(document, name))) {
        users.set(used, [...(users.get(used) ?? []), name]);
      }
    }
  }
  for (const name of affected) for (const user of users.get(name) ?? []) affected.add(user);
  const isEverything =
    !isSame((document) => document["security"]) ||
    // A reference to anything but a component could lead to what is cut away.
    documents.some((document) => /"\$ref":"#\/(?!components\/)/.test(JSON.stringify(document)));
  const isAffected = (path: string, method: string): boolean =>
    isEverything ||
    !isSame((document) => memberOf(memberOf(document["paths"], path), method)) ||
    documents.some((document) =>
      [...referencesIn(memberOf(memberOf(document["paths"], path), method))].some((name) =>
        affected.has(name),
      ),
    );
  const cut = [before, after].map(({ document, locate }) => {
    const paths = Object.entries(objectOf(document["paths"])).map(([path, item]) => {
      const kept = Object.entries(objectOf(item)).filter(([method]) => isAffected(path, method));
      return [path, Object.fromEntries(kept)];
    });
    const next = { ...document, paths: Object.fromEntries(paths) as JsonObject };
    const seeds = [...affected].map((name) => componentAt(document, name));
    const needed = reachedFrom(document, next.paths, document["webhooks"], ...seeds);
    return specDocument(
      { ...next, components: cutComponents(document, [...affected, ...needed]) },
      locate,
    );
  });
  return { cut, affected };
}

function cutComponents(document: JsonObject, kept: readonly string[]): JsonObject {
  const names = new Set(kept);
  const sections = Object.entries(objectOf(document["components"])).map(([section, members]) => {
    if (section === "securitySchemes") return [section, members];
    const left = Object.entries(objectOf(members)).filter(([name]) =>
      names.has(`${section}/${escaped(name)}`),
    );
    return [section, Object.fromEntries(left)];
  });
  return Object.fromEntries(sections) as JsonObject;
}

function componentNames(document: JsonObject): string[] {
  return Object.entries(objectOf(document["components"])).flatMap(([section, members]) =>
    Object.keys(objectOf(members)).map((name) => `${section}/${escaped(name)}`),
  );
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
