import { Source, type BaseResolver, type Document } from "@redocly/openapi-core";

import { DocumentReader } from "./document-reader.js";
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

/** A place in one of the files that the spec is split into. */
interface SourcePlace {
  readonly document: Document;
  readonly segments: readonly string[];
  readonly value: unknown;
}

/**
 * Makes the function that leads from a pointer into the bundled document back to the line that was
 * written by hand: it walks the split files from the entry, through their references.
 *
 * @param reader - what read the files
 */
export async function createSourceLocator(
  entry: string,
  reader: BaseResolver,
): Promise<SpecDocument["locate"]> {
  const sources = await sourcesOf(entry, reader);
  // Mostly no place is asked for: nothing is parsed until one is, and it goes when memory is short.
  let known: WeakRef<Files> | undefined;
  return (pointer) => {
    const files = known?.deref() ?? parseFiles(sources, entry);
    known = new WeakRef(files);
    return locate(pointer, files);
  };
}

/** What was read for a document. */
async function sourcesOf(entry: string, reader: BaseResolver): Promise<Source[]> {
  const sources: Source[] = [];
  for (const file of new Set([entry, ...reader.getFiles()])) {
    const document = await reader.resolveDocument(null, file).catch(() => null);
    if (document !== null && !(document instanceof Error)) sources.push(document.source);
  }
  return sources;
}

/** Finds the references that lead back to themselves. Redocly throws at them without a place. */
export async function findCircles(entry: string, reader: BaseResolver): Promise<Problem[]> {
  const files = parseFiles(await sourcesOf(entry, reader), entry);
  const circles: Problem[] = [];
  const visit = (document: Document, segments: readonly string[], value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach((each, index) => visit(document, [...segments, String(index)], each));
    } else if (isObject(value)) {
      const { $ref: reference } = value;
      if (typeof reference === "string" && isCircle({ document, segments, value }, files)) {
        const pointer = pointerTo(segments);
        const line = placeOfLocation({ source: document.source, pointer, reportOnKey: true });
        circles.push({
          message: `The $ref "${reference}" leads back to itself.`,
          places: [line],
          advice: "Write a schema of its own in one of the places.",
        });
      }
      for (const [name, each] of Object.entries(value)) visit(document, [...segments, name], each);
    }
  };
  for (const document of files.documents.values()) visit(document, [], document.parsed);
  return circles;
}

/** Files, and the one that pointers begin in. */
interface Files {
  readonly entry: string;
  readonly documents: ReadonlyMap<string, Document>;
  readonly resolver: BaseResolver;
}

/** Parses the files anew: bundling rewrites the documents that it was given. */
function parseFiles(sources: readonly Source[], entry: string): Files {
  const resolver = new DocumentReader(undefined, entry);
  const documents = new Map<string, Document>();
  for (const { absoluteRef: file, body, mimeType } of sources) {
    try {
      // A source keeps the tree that places are looked up in.
      const source = new Source(file, body, mimeType);
      documents.set(file, resolver.parseDocument(source, file === entry));
    } catch {
      // A file that is no YAML, such as a description in markdown, has no places to find.
    }
  }
  return { entry, documents, resolver };
}

function locate(pointer: string, files: Files): string {
  const root = files.documents.get(files.entry);
  if (root === undefined) return pointer;
  let place: SourcePlace = { document: root, segments: [], value: root.parsed };
  for (const segment of segmentsOf(pointer)) {
    const entered = enter(place, files);
    const value = memberOf(entered?.value, segment);
    // Bundling made this part up (a component taken from another file): no line to show.
    if (entered === undefined || value === undefined) return pointer;
    place = { document: entered.document, segments: [...entered.segments, segment], value };
  }
  const line = placeOfLocation({
    source: place.document.source,
    pointer: pointerTo(place.segments),
    reportOnKey: true,
  });
  // A document on one line has no other place than the pointer.
  return `${line} ${pointer}`;
}

/** Where a reference leads to, through all references on the way. */
function enter(from: SourcePlace, files: Files): SourcePlace | undefined {
  let place: SourcePlace | undefined = from;
  const seen = new Set<unknown>();
  while (place !== undefined && isReference(place.value)) {
    if (seen.has(place.value)) return undefined;
    seen.add(place.value);
    place = follow(place, place.value.$ref, files);
  }
  return place;
}

/** Whether the references from a place on lead to places that were passed before. */
function isCircle(from: SourcePlace, files: Files): boolean {
  const seen = new Set<unknown>();
  let place: SourcePlace | undefined = from;
  while (place !== undefined && isReference(place.value)) {
    if (seen.has(place.value)) return true;
    seen.add(place.value);
    place = follow(place, place.value.$ref, files);
  }
  return false;
}

/** Where one reference leads to, through references on the way of its pointer. */
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
