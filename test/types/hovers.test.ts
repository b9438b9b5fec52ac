import { fileURLToPath } from "node:url";

import ts from "typescript";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A user's program. A comment marks each place that a test checks. */
const program = `
import type { OperationMethods } from "../../src/operation-methods.js";
declare const datameta: OperationMethods;
export async function main(error: unknown) {
  datameta./*property*/createApiKey;
  const /*result*/session = await datameta./*call*/createApiKey({ body: { label: "laptop" } });
  const /*list*/keys = await datameta./*list call*/getUserApiKeys({ id: session.userId });
  await datameta./*without arguments*/whoami();
  await datameta.whoami./*with response*/withResponse();
  await datameta./*union*/setUserPassword({ id: "0", body: { passwordChangeCredential: "", newPassword: "" } });
  datameta.createApiKey./*guard*/isError(error);
  if (!datameta.createApiKey.isError(error)) throw keys;
  /*error*/error;
  if (error.status === 400) throw /*narrowed error*/error;

  await datameta./*no argument*/getFile();
  await datameta.getFile(/*no id*/{});
  await datameta.getFile({ /*wrong type*/id: 5 });
  await datameta.getFileUrl({ id: "1", /*misspelt*/exipres: 1 });
  await datameta.createApiKey({ body: { /*misspelt in the body*/lable: "laptop" } });
  await datameta.whoami({ /*argument of none*/id: "1" });
  await datameta.whoami({ /*misspelt option*/timeuot: 1 });
}
`;

const file = `${root}test/types/user.ts`;
const service = languageService();
const lax = languageService({ strict: false, exactOptionalPropertyTypes: false });
// The first hover loads all files, which takes longer than the timeout of a test.
for (const each of [service, lax]) each.getProgram();

it.each([
  ["property", '(property) createApiKey: OperationMethod<"createApiKey">'],
  ["result", "const session: UserSession"],
  [
    "call",
    "(property) createApiKey: Method (args: { body: CreateTokenRequest; }, options?: CallOptions | undefined) => Promise<UserSession>",
  ],
  ["list", "const keys: ApiKeyList"],
  [
    "list call",
    "(property) getUserApiKeys: Method (args: { id: string | IdentifierLike; }, options?: CallOptions | undefined) => Promise<ApiKeyList>",
  ],
  [
    "without arguments",
    "(property) whoami: Method (options?: CallOptions | undefined) => Promise<WhoamiResponse>",
  ],
  [
    "with response",
    '(property) Method<TypesOf<"whoami">, CallOptions>.withResponse: (options?: CallOptions | undefined) => Promise<WithResponse<WhoamiResponse>>',
  ],
  [
    "union",
    "(property) setUserPassword: Method (args: { id: string | IdentifierLike; body: PasswordChange; }, options?: CallOptions | undefined) => Promise<SetPasswordResponse | undefined>",
  ],
  [
    "guard",
    '(property) Method<TypesOf<"createApiKey">, CallOptions>.isError: (error: unknown) => error is ErrorOf<"createApiKey">',
  ],
  ["error", '(parameter) error: ErrorOf<"createApiKey">'],
  ["narrowed error", "(parameter) error: DocumentedError<ValidationError, 400, ErrorModel>"],
])("an editor shows named types in the hover: %s", (place, shown) => {
  const info = service.getQuickInfoAtPosition(file, positionOf(place));

  expect(oneLine(ts.displayPartsToString(info?.displayParts))).toBe(shown);
});

it.each([
  ["no argument", "Expected 1-2 arguments, but got 0."],
  ["no id", /Property 'id' is missing in type '\{\}' but required in type '\{ id: string/],
  ["wrong type", "Type 'number' is not assignable to type 'string | IdentifierLike'."],
  ["misspelt", /'exipres' does not exist in type '\{ id: .* Did you mean to write 'expires'\?/],
  ["misspelt in the body", /'lable' does not exist in type 'CreateTokenRequest'\. Did you mean/],
  ["argument of none", /'id' does not exist in type 'CallOptions'/],
  ["misspelt option", /'timeuot' does not exist in type 'CallOptions'\. Did you mean/],
])("a compile error names the argument: %s", (place, message) => {
  const found = diagnosticsOf(service).find(({ start }) => start === positionOf(place));

  expect(found?.message).toMatch(message);
});

it("there are no other compile errors, and the same ones without `strict`", () => {
  expect(diagnosticsOf(service)).toHaveLength(7);
  expect(diagnosticsOf(lax)).toEqual(diagnosticsOf(service));
});

function positionOf(place: string): number {
  const mark = `/*${place}*/`;
  return program.indexOf(mark) + mark.length;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

function diagnosticsOf(languageService: ts.LanguageService) {
  return languageService.getSemanticDiagnostics(file).map(({ start, messageText }) => ({
    start,
    message: oneLine(ts.flattenDiagnosticMessageText(messageText, "\n")),
  }));
}

function languageService(settings: ts.CompilerOptions = {}): ts.LanguageService {
  const { config } = ts.readConfigFile(`${root}tsconfig.base.json`, (path) =>
    ts.sys.readFile(path),
  ) as { readonly config: unknown }; // TypeScript types it as any.
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const readFile = (path: string) => (path === file ? program : ts.sys.readFile(path));
  return ts.createLanguageService({
    readFile,
    fileExists: (path) => path === file || ts.sys.fileExists(path),
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (path) => {
      const text = readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getCompilationSettings: () => ({
      ...options,
      ...{ skipLibCheck: true, types: [], ...settings },
    }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
  });
}
