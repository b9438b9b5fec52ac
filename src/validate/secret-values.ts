import type { SchemaViolation } from "../../generated/request-validators.js";
import { secretName } from "../engine/secrets.js";

const mask = "***";

/** Masks the values of secret members, so that messages can quote the violations. */
export function maskSecrets(violations: readonly SchemaViolation[]): SchemaViolation[] {
  return violations.map((violation) => {
    const { instancePath, data } = violation;
    // `null` is not a secret, and has its own message.
    if (data === null) return violation;
    const masked = secretName.test(instancePath) ? mask : withoutSecrets(data);
    return { ...violation, data: masked };
  });
}

function withoutSecrets(data: unknown): unknown {
  const text = JSON.stringify(data);
  return JSON.parse(text, (name, value: unknown) => (secretName.test(name) ? mask : value));
}
