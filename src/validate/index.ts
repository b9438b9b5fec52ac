/**
 * Checks of requests before they are sent, and of answers when they come, by functions that were
 * compiled from the API's document.
 *
 * @packageDocumentation
 */
export { createValidator, type ValidatorOptions } from "./create-validator.js";
export type { PasswordPolicy } from "./password-policy.js";
