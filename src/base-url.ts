import { ConfigurationError } from "./errors.js";

/**
 * Checks the base URL and takes off its trailing slash.
 *
 * @throws ConfigurationError
 */
export function resolveBaseUrl(baseUrl: unknown): string {
  const wanted = `baseUrl must be absolute, like "https://host/api/v1"`;
  if (typeof baseUrl !== "string") {
    throw new ConfigurationError(`${wanted}; got a value of type ${typeof baseUrl}`);
  }
  // Only a browser's page, or its worker, has a location to start from.
  const page = (globalThis as { location?: { origin?: string } }).location?.origin;
  const rooted = baseUrl.startsWith("/");
  const parsed = /^https?:\/\//i.test(baseUrl) || rooted ? parse(baseUrl, page) : undefined;
  // Like "//host", "/\\host" and "/\t/host" lead to another site.
  const url = rooted && parsed?.origin !== page ? undefined : parsed;
  if (!url) {
    const shown = /[@?#]/.test(baseUrl)
      ? `one of ${baseUrl.length} characters (not shown: it may hold a secret)`
      : `"${baseUrl}"`;
    throw new ConfigurationError(`${wanted}; got ${shown}`);
  }
  if (url.username || url.password) {
    throw new ConfigurationError(
      `${wanted}; it holds a user name or password: use the option "auth"`,
    );
  }
  // Also an empty one would swallow the paths of the operations.
  if (/[?#]/.test(url.href)) {
    throw new ConfigurationError(`${wanted}; it must not have a query or fragment`);
  }
  return url.href.replace(/\/+$/, "");
}

function parse(url: string, base: string | undefined): URL | undefined {
  try {
    return new URL(url, base);
  } catch {
    return undefined;
  }
}
