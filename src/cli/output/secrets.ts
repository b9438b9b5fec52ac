/** The members of the server's answers that let somebody in. */
const secretMembers = new Set([
  ...["token", "tfaToken", "fileUrl", "urlToUpload", "requestHeaders", "password"],
  ...["newPassword", "passwordChangeCredential"],
]);

/** A copy of the data with `***` in place of each secret. */
export function maskSecrets(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(maskSecrets);
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]: [string, unknown]) => [
      name,
      // A record's columns may have any name.
      name === "record" ? value : isSecret(name, value) ? "***" : maskSecrets(value),
    ]),
  );
}

function isSecret(name: string, value: unknown): boolean {
  return secretMembers.has(name) && value !== null && value !== "";
}
