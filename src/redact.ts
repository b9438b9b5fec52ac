/** Names of members that hold a secret. */
export const secretName = /password|credential|token|secret|otp/i;

/** Shorter texts are no secret, and occur in the words of every message. */
const shortest = 4;

/** What stands where a secret stood. */
const mask = "***";

/**
 * The values that must not show in an error about this request: the credential and, of a JSON body,
 * each member whose name tells of a secret. The server's messages quote what they object to.
 */
export function secretsOf(credential: string | undefined, body: unknown): string[] {
  const secrets = credential === undefined ? [] : [credential];
  if (typeof body !== "string" || !secretName.test(body)) return secrets;
  try {
    JSON.parse(body, (name, value: unknown) => {
      const isSecret = secretName.test(name) && typeof value === "string";
      if (isSecret && value.length >= shortest) secrets.push(value);
      return value;
    });
    return secrets;
  } catch {
    // What is no JSON has no members to tell apart: all of it is kept out.
    return [...secrets, body];
  }
}

/** Replaces every secret in a text, also in its JSON-escaped form. */
export function redact(text: string, secrets: readonly string[]): string {
  return (
    secrets
      .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
      // A secret may be a part of another one, whose rest would stay.
      .sort((one, other) => other.length - one.length)
      .reduce((redacted, secret) => redacted.replaceAll(secret, mask), text)
  );
}

/** Keeps a cause only where neither it nor what caused it quotes a secret. */
export function safeCause(cause: unknown, secrets: readonly string[]): unknown {
  for (let error = cause; error instanceof Error; error = error.cause) {
    const text = `${error.message}\n${error.stack ?? ""}`;
    if (secrets.some((secret) => text.includes(secret))) return undefined;
  }
  return cause;
}

/** A URL as an error may show it: neither query nor fragment. */
export function redactUrl(url: string): string {
  return url.replace(/[?#].*$/s, "");
}

/** The headers of an answer as an error may keep them: without cookies and locations. */
export function redactHeaders(headers: Headers): Headers {
  const kept = new Headers(headers);
  for (const name of ["set-cookie", "location", "content-location"]) kept.delete(name);
  return kept;
}
