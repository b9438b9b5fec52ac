/** The members of the server's responses that give access. */
const secretMembers = new Set([
  ...["token", "tfaToken", "fileUrl", "urlToUpload", "requestHeaders", "password"],
  ...["newPassword", "passwordChangeCredential"],
]);

/** Copies the data and replaces each secret with `***`. */
export function maskSecrets(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(maskSecrets);
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]: [string, unknown]) => [
      name,
      // A record is not masked, because its columns may have any name.
      name === "record" ? value : isSecret(name, value) ? "***" : maskSecrets(value),
    ]),
  );
}

function isSecret(name: string, value: unknown): boolean {
  return secretMembers.has(name) && value !== null && value !== "";
}
