/**
 * Validates requests before the client sends them, and responses when they arrive. The validators
 * are compiled from the API's OpenAPI document.
 *
 * @packageDocumentation
 */
export { createValidator, type ValidatorOptions } from "./create-validator.js";
export type { PasswordPolicy } from "./password-policy.js";
