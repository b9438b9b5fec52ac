import { ConfigurationError } from "./errors.js";

/**
 * Checks the base URL and removes its trailing slash.
 *
 * @throws ConfigurationError if paths cannot be added to the URL. The message does not quote it,
 * because it may be a token that was passed by mistake.
 */
export function resolveBaseUrl(baseUrl: unknown): string {
  try {
    const text = baseUrl as string; // Any other value has no `startsWith`, which throws below.
    // Only browser pages and workers have a location that relative URLs can start from.
    const page = (globalThis as { location?: { origin?: string } }).location?.origin;
    const { href, origin } = new URL(text, page);
    // "//host", "/\\host" and "/\t/host" are URLs of another site.
    const isAllowed = text.startsWith("/") ? origin === page : /^https?:\/\//i.test(text);
    // After a `?` or `#`, even at the end, the path of an operation would be part of the query.
    if (isAllowed && /^https?:\/\/[^/@]+\/[^?#]*$/.test(href)) return href.replace(/\/+$/, "");
  } catch {
    // It is not a URL.
  }
  throw new ConfigurationError(
    'baseUrl must be a URL like "https://host/api/v1", without user, query and fragment',
  );
}
