/** Whether a media type is JSON by WHATWG's MIME Sniffing standard. The client uses the same rule. */
export function isJson(mediaType: string): boolean {
  return /^\s*((application|text)\/json|[^\s/;]+\/[^\s;]+\+json)\s*(;|$)/i.test(mediaType);
}

/** Whether a media type is a stream of JSON values, one per line. */
export function isLines(mediaType: string): boolean {
  const name = /^application\/((x-)?(nd-?json|json-?lines?|jsonl)|(\S+\+)?json-seq)\s*(;|$)/i;
  return name.test(mediaType);
}

export function isText(mediaType: string): boolean {
  return /^(text\/|[^;]*[/+](xml|yaml)\s*(;|$))/i.test(mediaType);
}
