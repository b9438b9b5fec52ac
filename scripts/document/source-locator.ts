import { Source, type BaseResolver, type Document } from "@redocly/openapi-core";

import { DocumentReader } from "./document-reader.js";
import { placeOfLocation } from "./redocly-problem.js";
import { isObject, memberOf, pointerTo, segmentsOf, type SpecDocument } from "./spec-document.js";

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
  const sources: Source[] = [];
  for (const file of new Set([entry, ...reader.getFiles()])) {
    const document = await reader.resolveDocument(null, file).catch(() => null);
    if (document !== null && !(document instanceof Error)) sources.push(document.source);
  }
  // Mostly no place is asked for: nothing is parsed until one is, and it goes when memory is short.
  let known: WeakRef<Files> | undefined;
  return (pointer) => {
    const files = known?.deref() ?? parseFiles(sources, entry);
    known = new WeakRef(files);
    return locate(pointer, files);
  };
}

/** Files, and the one that pointers begin in. */
interface Files {
  readonly entry: string;
  readonly documents: ReadonlyMap<string, Document>;
  readonly resolver: BaseResolver;
}

/** Parses the files anew: bundling rewrites the documents that it was given. */
function parseFiles(sources: readonly Source[], entry: string): Files {
  const resolver = new DocumentReader();
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
function enter(from: SourcePlace, { documents, resolver }: Files): SourcePlace | undefined {
  let place = from;
  // A chain of references longer than the number of files is a circle.
  for (let hops = 0; hops <= documents.size + 8; hops++) {
    if (!isObject(place.value) || typeof place.value["$ref"] !== "string") return place;
    const [uri = "", fragment = ""] = place.value["$ref"].split("#");
    const base = place.document.source.absoluteRef;
    const document =
      uri === "" ? place.document : documents.get(resolver.resolveExternalRef(base, uri));
    if (document === undefined) return undefined;
    const segments = segmentsOf(decodeURIComponent(fragment));
    place = { document, segments, value: segments.reduce(memberOf, document.parsed) };
  }
  return undefined;
}
