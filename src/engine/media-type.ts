/** Whether a media type is JSON, by WHATWG's MIME Sniffing standard. */
export function isJson(mediaType: string): boolean {
  return /^\s*((application|text)\/json|[^\s/;]+\/[^\s;]+\+json)\s*(;|$)/i.test(mediaType);
}
