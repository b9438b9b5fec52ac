/** The formats of the server's exception responses. */
export type Representation = "html" | "json" | "text";

const offers: readonly (readonly [mediaType: string, representation: Representation])[] = [
  ["text/html", "html"],
  ["application/json", "json"],
];

/**
 * Chooses the format for an `Accept` header. HTML wins a tie. Plain text is used if the header
 * accepts neither HTML nor JSON, or if there is no header.
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

/** Returns the quality of the most specific range that matches. */
function qualityOf(mediaType: string, ranges: readonly Range[]): number {
  const type = mediaType.slice(0, mediaType.indexOf("/"));
  for (const candidate of [mediaType, `${type}/*`, "*/*"]) {
    const range = ranges.find((each) => each.mediaType === candidate);
    if (range) return range.quality;
  }
  return 0;
}
