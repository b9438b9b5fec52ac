import type { Operation } from "../operations/operation-list.js";
import type { FindPage } from "./markdown.js";
import { operationPath } from "./operation-page.js";
import type { ApiPage } from "./package-api.js";
import { linkBetween } from "./page.js";
import { schemaPath } from "./schema-pages.js";

/**
 * Makes what finds the page for a text in code style: `GET /server`, `whoami`, `datameta.whoami()`,
 * `ApiError`. A page is not linked to itself.
 */
export function createPageFinder(
  operations: readonly Operation[],
  schemas: readonly string[],
  api: readonly ApiPage[],
): (path: string) => FindPage {
  const paths = new Map<string, string>([["Authentication", "guides/authentication.html"]]);
  // What a user of the client imports wins over a type of the same name in a part of the package.
  for (const { name, path } of [...api].reverse()) paths.set(name, path);
  for (const name of schemas) paths.set(name, schemaPath(name));
  for (const operation of operations) {
    const { method, path, methodName } = operation;
    paths.set(`${method} ${path}`, operationPath(operation));
    paths.set(methodName, operationPath(operation));
  }
  return (from) => (code) => {
    const name = code.replace(/^datameta\./, "").replace(/\(\)$/, "");
    // Too common a word to mean the schema of that name.
    if (name === "Error") return undefined;
    const target = paths.get(name);
    return target === undefined || target === from ? undefined : linkBetween(from, target);
  };
}
