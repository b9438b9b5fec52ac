import { ConfigurationError } from "./errors.js";

/**
 * Checks the base URL and removes its trailing slash.
 *
 * @throws ConfigurationError if it is not a URL that paths can be added to. The value is not quoted:
 * a token may have been passed by mistake.
 */
export function resolveBaseUrl(baseUrl: unknown): string {
  const url = typeof baseUrl === "string" ? parse(baseUrl) : undefined;
  const example = 'Use an absolute URL like "https://host/api/v1".';
  if (!url) {
    throw new ConfigurationError(
      typeof baseUrl === "string"
        ? `baseUrl is not an absolute http or https URL. ${example}`
        : `baseUrl has the type ${typeof baseUrl}. ${example}`,
    );
  }
  if (url.username || url.password) {
    throw new ConfigurationError(
      'baseUrl contains a user name or password. Use the option "auth".',
    );
  }
  // An empty one would swallow the paths of the operations, too.
  if (/[?#]/.test(url.href)) {
    throw new ConfigurationError(`baseUrl contains a query or fragment. ${example}`);
  }
  return url.href.replace(/\/+$/, "");
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
