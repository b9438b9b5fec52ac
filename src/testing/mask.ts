/** Replaces a secret. */
export const masked = "***";

const secretName = /password|credential|token|secret|otp|authorization|cookie/i;

/** Copies a JSON value and masks members whose name indicates a secret. */
export function maskBody(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskBody);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      secretName.test(name) ? masked : maskBody(member),
    ]),
  );
}

/** Copies headers and masks those whose name indicates a secret. */
export function maskHeaders(
  headers: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name] = secretName.test(name) ? masked : value;
  }
  return result;
}

/** Masks the tokens in a path and its query. Some links of the server contain tokens. */
export function maskPath(path: string): string {
  return path
    .replace(/(\/(?:download|setpass|settfa)\/)[^/?]+/g, `$1${masked}`)
    .replace(/([?&]([^=&]*)=)[^&]*/g, (piece, start: string, name: string) =>
      secretName.test(name) ? start + masked : piece,
    );
}
