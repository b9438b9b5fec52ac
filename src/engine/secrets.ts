/** Names of headers, parameters and members that hold a secret. */
export const secretName =
  /passw|passphrase|pwd|credential|token|secret|otp|(api|access|private).?key|session.?id|authorization|cookie|jwt/i;

/**
 * Finds the values in a request's body that must not appear in an error: those of members, form
 * fields and parts with a name of secrets. If the format of a text is unknown, all of it is secret.
 */
export function findSecrets(body: unknown): string[] {
  if (isForm(body)) return findSecretParameters(body);
  // Most bodies, also huge ones, need no parsing.
  if (typeof body !== "string" || !secretName.test(body)) return [];
  try {
    return textsIn(JSON.parse(body), false);
  } catch {
    const found = findSecretParameters(
      body.startsWith("--") ? readParts(body) : new URLSearchParams(body),
    );
    return found.join("") === "" ? [body] : found;
  }
}

/** The parts of a multipart text. The headers of a part stand for its name. */
const readParts = (body: string) =>
  body.split(/\r?\n--/).map((part): [string, unknown] => {
    const [headers = "", content] = part.split(/\r?\n\r?\n([^]*)/);
    return [headers, content];
  });

/** Finds the secrets among headers, parameters or form fields by their names, and in their values. */
export function findSecretParameters(
  entries: Iterable<readonly [name: string, value: unknown]>,
): string[] {
  return [...entries].flatMap(([name, value]) => textsIn(value, secretName.test(name)));
}

/** Whether a body is a `FormData` or `URLSearchParams`, which need not be the platform's own. */
const isForm = (body: unknown): body is Iterable<readonly [string, unknown]> =>
  "getAll" in Object(body);

/** The texts and numbers in a value: those of a secret, or of its members with a name of secrets. */
function textsIn(value: unknown, isSecret: boolean): string[] {
  if (typeof value === "object" && value) {
    return Object.entries(value).flatMap(([name, member]) =>
      textsIn(member, isSecret || secretName.test(name)),
    );
  }
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  // JSON within JSON or a form, or a URL with a query.
  if (!isSecret) return /^[[{"]|=/.test(text) ? findSecrets(text) : [];
  // The server may quote a token without its scheme, or a cookie without its name.
  return [text, ...(text.match(/[^\s;=]{12,}/g) ?? [])];
}
