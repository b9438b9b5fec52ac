/** Returns whether a media type is JSON, as WHATWG's MIME Sniffing standard defines it. */
export function isJson(mediaType: string): boolean {
  return /^\s*((application|text)\/json|[^\s/;]+\/[^\s;]+\+json)\s*(;|$)/i.test(mediaType);
}
