/** Adds encoded parts to the query of a URL. */
export function withQuery(url: string, parts: readonly string[]): string {
  const query = parts.filter((part) => part !== "").join("&");
  if (query === "") return url;
  return `${url}${url.includes("?") ? "&" : "?"}${query}`;
}
