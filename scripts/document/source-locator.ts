import { Source, type BaseResolver, type Document } from "@redocly/openapi-core";

import { shownPath } from "../command/progress.js";
import { DocumentReader, isJsonFile } from "./document-reader.js";
import { placeInJson } from "./json-place.js";
import { placeOfLocation } from "./redocly-problem.js";
import type { Problem } from "../command/generation-error.js";
import {
  decode,
  isObject,
  memberOf,
  pointerTo,
  segmentsOf,
  type SpecDocument,
} from "./spec-document.js";

/** A place in one of the document's files. */
interface SourcePlace {
  readonly document: Document;
  readonly segments: readonly string[];
  readonly value: unknown;
}

/**
 * Creates a function that finds the source line of a pointer into the bundled document. It starts in
 * the entry file and follows the references to the other files.
 *
 * @param reader - the resolver that has read the files
 */
export async function createSourceLocator(
  entry: string,
  reader: BaseResolver,
): Promise<SpecDocument["locate"]> {
  const sources = await sourcesOf(entry, reader);
  // Most runs need no places, so the files are parsed on demand. The result may be garbage-collected.
  let known: WeakRef<Files> | undefined;
  return (pointer) => {
    const files = known?.deref() ?? parseFiles(sources, entry);
    known = new WeakRef(files);
    return locate(pointer, files);
  };
}

/** Returns the files that were read for a document. */
async function sourcesOf(entry: string, reader: BaseResolver): Promise<Source[]> {
  const sources: Source[] = [];
  for (const file of new Set([entry, ...reader.getFiles()])) {
    const document = await reader.resolveDocument(null, file).catch(() => null);
    if (document !== null && !(document instanceof Error)) sources.push(document.source);
  }
  return sources;
}

/** Finds references that lead back to themselves. Redocly throws on them without a place. */
export async function findReferenceCycles(entry: string, reader: BaseResolver): Promise<Problem[]> {
  const files = parseFiles(await sourcesOf(entry, reader), entry);
  const cycles: Problem[] = [];
  const visit = (document: Document, segments: readonly string[], value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach((each, index) => visit(document, [...segments, String(index)], each));
    } else if (isObject(value)) {
      const { $ref: reference } = value;
      if (typeof reference === "string" && isCycle({ document, segments, value }, files)) {
        const pointer = pointerTo(segments);
        const line = placeOfLocation({ source: document.source, pointer, reportOnKey: true });
        cycles.push({
          message: `The $ref "${reference}" leads back to itself.`,
          places: [line],
          advice: "Replace the $ref in one of these places with a schema.",
        });
      }
      for (const [name, each] of Object.entries(value)) visit(document, [...segments, name], each);
    }
  };
  for (const document of files.documents.values()) visit(document, [], document.parsed);
  return cycles;
}

/** The files of a document. Pointers start in the entry. */
interface Files {
  readonly entry: string;
  readonly documents: ReadonlyMap<string, Document>;
  readonly resolver: BaseResolver;
}

/** Parses the files again, because bundling has changed the parsed documents. */
function parseFiles(sources: readonly Source[], entry: string): Files {
  const resolver = new DocumentReader(undefined, entry);
  const documents = new Map<string, Document>();
  for (const { absoluteRef: file, body, mimeType } of sources) {
    try {
      // A new source, because it caches its syntax tree for the lookup of places.
      const source = new Source(file, body, mimeType);
      documents.set(file, resolver.parseDocument(source, file === entry));
    } catch {
      // A file that is not YAML, such as a Markdown description, has no pointers to look up.
    }
  }
  return { entry, documents, resolver };
}

function locate(pointer: string, files: Files): string {
  const root = files.documents.get(files.entry);
  if (root === undefined) return pointer;
  let place: SourcePlace = { document: root, segments: [], value: root.parsed };
  for (const segment of segmentsOf(pointer)) {
    const resolved = resolveReferences(place, files);
    const value = memberOf(resolved?.value, segment);
    // Bundling has added this part, such as a component from another file. It has no line.
    if (resolved === undefined || value === undefined) return pointer;
    place = { document: resolved.document, segments: [...resolved.segments, segment], value };
  }
  const { source } = place.document;
  const known = isJsonFile(source) ? placeInJson(source.body, place.segments) : undefined;
  const line =
    known === undefined
      ? placeOfLocation({ source, pointer: pointerTo(place.segments), reportOnKey: true })
      : `${shownPath(source.absoluteRef)}:${known}`;
  // The pointer is added, because the whole document can be on one line.
  return `${line} ${pointer}`;
}

/** Follows references until the value is not a reference. */
function resolveReferences(from: SourcePlace, files: Files): SourcePlace | undefined {
  let place: SourcePlace | undefined = from;
  const seen = new Set<unknown>();
  while (place !== undefined && isReference(place.value)) {
    if (seen.has(place.value)) return undefined;
    seen.add(place.value);
    place = follow(place, place.value.$ref, files);
  }
  return place;
}

/** Whether following the references from a place leads to the same place twice. */
function isCycle(from: SourcePlace, files: Files): boolean {
  const seen = new Set<unknown>();
  let place: SourcePlace | undefined = from;
  while (place !== undefined && isReference(place.value)) {
    if (seen.has(place.value)) return true;
    seen.add(place.value);
    place = follow(place, place.value.$ref, files);
  }
  return false;
}

/** Follows one reference. */
function follow(
  { document: from }: SourcePlace,
  reference: string,
  files: Files,
): SourcePlace | undefined {
  const [uri = "", fragment = ""] = reference.split("#");
  const { documents, resolver } = files;
  const base = from.source.absoluteRef;
  const document = uri === "" ? from : documents.get(resolver.resolveExternalRef(base, uri));
  if (document === undefined) return undefined;
  const segments = segmentsOf(decode(fragment));
  return { document, segments, value: segments.reduce(memberOf, document.parsed) };
}

function isReference(value: unknown): value is { readonly $ref: string } {
  return isObject(value) && typeof value["$ref"] === "string";
}
