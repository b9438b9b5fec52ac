import { ConfigurationError } from "./errors.js";

/**
 * Checks the base URL and removes its trailing slash.
 *
 * @throws ConfigurationError if paths cannot be added to the URL. The message does not quote it,
 * because it may be a token that was passed by mistake.
 */
export function resolveBaseUrl(baseUrl: unknown): string {
  const url = typeof baseUrl === "string" ? parse(baseUrl) : undefined;
  // After a `?` or `#`, even at the end, the path of an operation would be part of the query.
  if (url && !url.username && !url.password && !/[?#]/.test(url.href)) {
    return url.href.replace(/\/+$/, "");
  }
  const problem = url
    ? "contains a user name, password, query or fragment"
    : "is not an absolute http or https URL";
  throw new ConfigurationError(
    `baseUrl ${problem}. Use an absolute URL like "https://host/api/v1".`,
  );
}

function parse(text: string): URL | undefined {
  // Only browser pages and workers have a location that relative URLs can start from.
  const page = (globalThis as { location?: { origin?: string } }).location?.origin;
  const isRooted = text.startsWith("/");
  if (!isRooted && !/^https?:\/\//i.test(text)) return undefined;
  try {
    const url = new URL(text, page);
    // "//host", "/\\host" and "/\t/host" are URLs of another site.
    return isRooted && url.origin !== page ? undefined : url;
  } catch {
    return undefined;
  }
}
