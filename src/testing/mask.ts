/** What stands where a secret was. */
export const masked = "***";

const secretName = /password|credential|token|secret|otp|authorization|cookie/i;

/** A copy of a JSON value in which members with a telling name are masked. */
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

/** A copy of headers in which those with a telling name are masked. */
export function maskHeaders(
  headers: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name] = secretName.test(name) ? masked : value;
  }
  return result;
}

/** A path with query, without the tokens that some of the server's links carry. */
export function maskPath(path: string): string {
  return path
    .replace(/(\/(?:download|setpass|settfa)\/)[^/?]+/g, `$1${masked}`)
    .replace(/([?&]([^=&]*)=)[^&]*/g, (piece, start: string, name: string) =>
      secretName.test(name) ? start + masked : piece,
    );
}
