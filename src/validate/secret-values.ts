import type { SchemaViolation } from "../../generated/request-validators.js";
import { secretName } from "../engine/secrets.js";

const mask = "***";

/** The violations as messages may quote them: without the values of members that hold a secret. */
export function maskSecrets(violations: readonly SchemaViolation[]): SchemaViolation[] {
  return violations.map((violation) => {
    const { instancePath, data } = violation;
    // `null` is no secret, and has a message of its own.
    if (data === null) return violation;
    const masked = secretName.test(instancePath) ? mask : withoutSecrets(data);
    return { ...violation, data: masked };
  });
}

function withoutSecrets(data: unknown): unknown {
  const text = JSON.stringify(data);
  return JSON.parse(text, (name, value: unknown) => (secretName.test(name) ? mask : value));
}
