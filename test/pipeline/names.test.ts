import { expect, it } from "vitest";

import { camelCase, isIdentifier, pascalCase } from "../../scripts/operations/names.js";

it.each([
  ["CreateApiKey", "createApiKey"],
  ["createApiKey", "createApiKey"],
  ["TOTPReset", "totpReset"],
  ["URL", "url"],
  ["get-user_by.id", "getUserById"],
  ["repos/list for org", "reposListForOrg"],
  ["A", "a"],
  ["GetA", "getA"],
  ["V2Keys", "v2Keys"],
  ["ÄndereName", "ändereName"],
])("camelCase of %s is %s", (name, wanted) => {
  expect(camelCase(name)).toBe(wanted);
});

it.each([
  ["api-key list", "ApiKeyList"],
  ["HTTPError", "HTTPError"],
  ["_private", "Private"],
])("pascalCase of %s is %s", (name, wanted) => {
  expect(pascalCase(name)).toBe(wanted);
});

it.each([
  ["getUser", true],
  ["$get", true],
  ["_", true],
  ["größe", true],
  ["2fa", false],
  ["a-b", false],
  ["a b", false],
  ["", false],
])("%j as an identifier: %s", (name, wanted) => {
  expect(isIdentifier(name)).toBe(wanted);
});
