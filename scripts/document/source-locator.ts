import { BaseResolver, type Document } from "@redocly/openapi-core";

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
 */
export async function createSourceLocator(
  entry: string,
  files: Iterable<string>,
): Promise<SpecDocument["locate"]> {
  // Files are parsed anew: bundling rewrites the documents that it was given.
  const resolver = new BaseResolver();
  const documents = new Map<string, Document>();
  for (const file of [entry, ...files]) {
    // A file that is no YAML, such as a description in markdown, has no places to find.
    const document = await resolver.resolveDocument(null, file, file === entry).catch(() => null);
    if (document !== null && !(document instanceof Error)) documents.set(file, document);
  }

  const enter = (from: SourcePlace): SourcePlace | undefined => {
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
  };

  return (pointer) => {
    const root = documents.get(entry);
    if (root === undefined) return pointer;
    let place: SourcePlace = { document: root, segments: [], value: root.parsed };
    for (const segment of segmentsOf(pointer)) {
      const entered = enter(place);
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
  };
}
