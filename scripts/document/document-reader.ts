import { BaseResolver, type Document, type Source } from "@redocly/openapi-core";

/** Redocly's reader of files, which takes JSON for YAML, and is four times as quick for JSON. */
export class DocumentReader extends BaseResolver {
  override parseDocument(source: Source, isRoot = false): Document {
    return parseJson(source) ?? super.parseDocument(source, isRoot);
  }
}

/** Undefined for what is no JSON: redocly says where it breaks, or has another way to read it. */
function parseJson(source: Source): Document | undefined {
  if (!source.absoluteRef.endsWith(".json")) return undefined;
  try {
    return { source, parsed: JSON.parse(source.body) as unknown };
  } catch {
    return undefined;
  }
}
