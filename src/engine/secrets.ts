/**
 * Matches names of headers, parameters and members that contain a secret. The names of an author and
 * of the header WWW-Authenticate do not match.
 */
export const secretName =
  /pass(w|phrase|code)|pwd|credential|token|secret|otp|(api|access|private|master).?key|session.?id|auth(?!enticate|or(?!i[sz]))|cookie|jwt|bearer|signature|assertion|saml|[-_](key|session)$|(^|[-_])(csrf|dpop|nonce|pin|sid|sig|ticket|xsrf)$/i;

/** The maximum size of a form, in bytes. A larger binary body is a file. */
const largestForm = 64 * 1024;

/**
 * Finds the values in a request body that must not appear in an error. They are the values of members,
 * form fields and parts whose name matches {@link secretName}. A text of unknown format that matches
 * it is one secret.
 */
export function findSecrets(body: unknown): string[] {
  if (isForm(body)) return findSecretParameters(body);
  // `http` and middleware send a multipart form as its bytes.
  if ((body instanceof ArrayBuffer || ArrayBuffer.isView(body)) && body.byteLength <= largestForm) {
    body = new TextDecoder().decode(body);
  }
  // Most bodies, including huge ones, need no parsing.
  if (typeof body !== "string" || !secretName.test(body)) return [];
  try {
    return findSecretParameters([["", JSON.parse(body)]]);
  } catch {
    const found = findSecretParameters(
      body.startsWith("--") ? readParts(body) : new URLSearchParams(body),
    );
    return found.join("") === "" ? [body] : found;
  }
}

/** Returns whether a body is a `FormData` or `URLSearchParams`, of the platform or of a library. */
const isForm = (body: unknown): body is Iterable<readonly [string, unknown]> =>
  "getAll" in Object(body);

/** Reads the parts of a multipart text. The headers of a part are used as its name. */
const readParts = (body: string) =>
  // Safe: a text always has a first part. A missing second one is not a secret.
  body.split(/\r?\n--/).map((part) => part.split(/\r?\n\r?\n([^]*)/) as [string, string]);

/**
 * Finds the secrets in headers, parameters, form fields or members, by their names. If a value is not
 * a secret, its own members may be.
 *
 * @param areSecret - whether all values are secrets, whatever their names
 */
export function findSecretParameters(
  entries: Iterable<readonly [name: string, value: unknown]>,
  areSecret = false,
): string[] {
  return [...entries].flatMap(([name, value]) => {
    const isSecret = areSecret || secretName.test(name);
    if (typeof value === "object" && value) {
      return findSecretParameters(Object.entries(value), isSecret);
    }
    const text = /string|number/.test(typeof value) ? String(value) : "";
    // The text may be JSON, or a URL with a query.
    if (!isSecret) return /^[[{"]|=/.test(text) ? findSecrets(text) : [];
    // The server may quote a token without its scheme, or a cookie without its name.
    return [text, ...(text.match(/[^\s;=]{12,}/g) ?? [])];
  });
}
