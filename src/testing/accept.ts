/** The forms in which the server can print an exception. */
export type Representation = "html" | "json" | "text";

const offers: readonly (readonly [mediaType: string, representation: Representation])[] = [
  ["text/html", "html"],
  ["application/json", "json"],
];

/**
 * Which form an `Accept` header asks for. HTML wins a draw, and plain text is left where neither
 * HTML nor JSON is acceptable, or no header was sent.
 */
export function negotiate(accept: string | undefined): Representation {
  const ranges = (accept ?? "").split(",").flatMap(parseRange);
  let best: Representation = "text";
  let bestQuality = 0;
  for (const [mediaType, representation] of offers) {
    const quality = qualityOf(mediaType, ranges);
    if (quality > bestQuality) [best, bestQuality] = [representation, quality];
  }
  return best;
}

interface Range {
  readonly mediaType: string;
  readonly quality: number;
}

function parseRange(text: string): Range[] {
  const [mediaType = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  if (!mediaType.includes("/")) return [];
  const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
  return [{ mediaType, quality: quality === undefined ? 1 : Number(quality) || 0 }];
}

/** The most specific range that fits decides. */
function qualityOf(mediaType: string, ranges: readonly Range[]): number {
  const type = mediaType.slice(0, mediaType.indexOf("/"));
  for (const candidate of [mediaType, `${type}/*`, "*/*"]) {
    const range = ranges.find((each) => each.mediaType === candidate);
    if (range) return range.quality;
  }
  return 0;
}
