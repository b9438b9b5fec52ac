import { ConfigurationError } from "./errors.js";

/**
 * Checks the base URL and removes its trailing slash.
 *
 * @throws ConfigurationError if it is not a URL that paths can be added to. The value is not quoted:
 * a token may have been passed by mistake.
 */
export function resolveBaseUrl(baseUrl: unknown): string {
  const url = typeof baseUrl === "string" ? parse(baseUrl) : undefined;
  // An empty query or fragment would swallow the paths of the operations, too.
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
  // Only a browser's page, or its worker, has a location to start from.
  const page = (globalThis as { location?: { origin?: string } }).location?.origin;
  const isRooted = text.startsWith("/");
  if (!isRooted && !/^https?:\/\//i.test(text)) return undefined;
  try {
    const url = new URL(text, page);
    // "//host", "/\\host" and "/\t/host" lead to another site.
    return isRooted && url.origin !== page ? undefined : url;
  } catch {
    return undefined;
  }
}
