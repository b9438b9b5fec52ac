import { isObject } from "../../../scripts/document/spec-document.js";
import { listIn, objectIn, partAt, renameMember, reverseMembers, type Part } from "./edit.js";

/** An edit of the document at a position. The opposite edit is also a mutation. */
export interface DocumentEdit {
  readonly name: string;
  readonly opposite: string;
  readonly position: string;
  readonly prepare?: (document: Part) => unknown;
  readonly apply: (document: Part) => unknown;
}

const at = (path: string, method: string): string =>
  `#/paths/${path.replaceAll("/", "~1")}/${method}`;
const getFileUrl = at("/rpc/get-file-url/{id}", "get");
const search = at("/metadatasets", "get");
const createKey = at("/keys", "post");
const renameGroup = at("/groups/{id}", "put");
const whoami = at("/rpc/whoami", "get");
const deleteKey = at("/keys/{id}", "delete");

const description = "Of this test.";
const query = (name: string, more: Part = {}): Part => ({
  ...{ name, in: "query", description, schema: { type: "string" } },
  ...more,
});
const extra = { in: "header", name: "X-Extra", description, schema: { type: "string" } };
const answer = (type: string, schema: Part): Part => ({
  description,
  content: { [type]: { schema } },
});

function parameter(document: Part, operation: string, name: string): Part {
  const found = listIn(partAt(document, operation), "parameters").find(
    (each) => isObject(each) && each["name"] === name,
  );
  if (!isObject(found)) throw new Error(`${operation} has no parameter ${name}`);
  // The document is a copy made by JSON.parse, so it may be changed.
  return found;
}

function edit(
  position: string,
  name: string,
  opposite: string,
  apply: (document: Part) => unknown,
  prepare?: (document: Part) => unknown,
): DocumentEdit {
  return { position, name, opposite, apply, ...(prepare && { prepare }) };
}

const responses = (document: Part, operation: string): Part =>
  partAt(document, `${operation}/responses`);
const schemaOf = (document: Part, operation: string, name: string): Part =>
  objectIn(parameter(document, operation, name), "schema");

const operations: readonly DocumentEdit[] = [
  edit(
    "operation",
    "remove operation",
    "add operation",
    (document) => delete partAt(document, "#/paths/~1groups~1{id}")["put"],
  ),
  edit("operation", "move to another path", "move back", (document) =>
    renameMember(partAt(document, "#/paths"), "/rpc/whoami", "/whoami"),
  ),
  edit("operation", "another method", "the method before", (document) =>
    renameMember(partAt(document, "#/paths/~1groups~1{id}"), "put", "patch"),
  ),
  edit(
    "operation",
    "rename operationId",
    "rename operationId back",
    (document) => (partAt(document, deleteKey)["operationId"] = "RemoveApiKey"),
  ),
  edit(
    "operation",
    "operationId behind a method name",
    "operationId behind a method name, back",
    (document) => (partAt(document, whoami)["operationId"] = "WhoAmI"),
  ),
  edit(
    "operation",
    "rename method",
    "rename method back",
    (document) => (partAt(document, whoami)["x-method-name"] = "me"),
  ),
  edit(
    "operation",
    "deprecate",
    "no longer deprecate",
    (document) => (partAt(document, whoami)["deprecated"] = true),
  ),
  edit(
    "operation",
    "reword summary",
    "reword summary back",
    (document) => (partAt(document, whoami)["summary"] = "Other words"),
  ),
  edit(
    "operation",
    "other tag",
    "other tag back",
    (document) => (partAt(document, whoami)["tags"] = ["Server"]),
  ),
  edit(
    "operation",
    "since another release",
    "since another release back",
    (document) => (partAt(document, getFileUrl)["x-since"] = "0.9.7"),
  ),
];

const parameters: readonly DocumentEdit[] = [
  edit("query", "add optional parameter", "remove optional parameter", (document) =>
    listIn(partAt(document, search), "parameters").push(query("added")),
  ),
  edit("query", "add required parameter", "remove required parameter", (document) =>
    listIn(partAt(document, search), "parameters").push(query("added", { required: true })),
  ),
  edit(
    "query",
    "require parameter",
    "no longer require parameter",
    (document) => (parameter(document, getFileUrl, "expires")["required"] = true),
  ),
  edit(
    "query",
    "rename parameter",
    "rename parameter back",
    (document) => (parameter(document, getFileUrl, "expires")["name"] = "minutes"),
  ),
  edit(
    "query",
    "reword parameter",
    "reword parameter back",
    (document) => (parameter(document, getFileUrl, "expires")["description"] = "Other words."),
  ),
  edit("query", "reorder parameters", "reorder parameters back", (document) =>
    listIn(partAt(document, getFileUrl), "parameters").reverse(),
  ),
  edit(
    "query",
    "change default",
    "change default back",
    (document) => (schemaOf(document, getFileUrl, "expires")["default"] = 2),
  ),
  edit(
    "query",
    "remove default",
    "add default",
    (document) => delete schemaOf(document, getFileUrl, "expires")["default"],
  ),
  edit(
    "query",
    "limit number",
    "remove limit of number",
    (document) => (schemaOf(document, getFileUrl, "expires")["maximum"] = 60),
  ),
  edit(
    "query",
    "integer to number",
    "number to integer",
    (document) => (schemaOf(document, getFileUrl, "expires")["type"] = "number"),
  ),
  edit("query", "number to text", "text to number", (document) =>
    Object.assign(schemaOf(document, getFileUrl, "expires"), {
      type: "string",
      default: "1",
    }),
  ),
  edit(
    "query",
    "list values",
    "no longer list values",
    (document) => (schemaOf(document, getFileUrl, "expires")["enum"] = [1, 60]),
  ),
  edit(
    "query",
    "require format",
    "remove format",
    (document) =>
      listIn(partAt(document, search), "parameters").splice(
        -1,
        1,
        query("at", { schema: { type: "string", format: "date" } }),
      ),
    (document) => listIn(partAt(document, search), "parameters").push(query("at")),
  ),
  edit(
    "query",
    "move to a header",
    "move to the query",
    (document) => (parameter(document, getFileUrl, "expires")["in"] = "header"),
  ),
  edit(
    "query",
    "deprecate parameter",
    "no longer deprecate parameter",
    (document) => (parameter(document, getFileUrl, "expires")["deprecated"] = true),
  ),
  edit("header", "add optional parameter", "remove optional parameter", (document) =>
    listIn(partAt(document, search), "parameters").push(extra),
  ),
  edit("header", "add required parameter", "remove required parameter", (document) =>
    listIn(partAt(document, search), "parameters").push({ ...extra, required: true }),
  ),
  edit("path", "rename parameter", "rename parameter back", (document) => {
    renameMember(partAt(document, "#/paths"), "/keys/{id}", "/keys/{key}");
    partAt(document, at("/keys/{key}", "delete"))["parameters"] = [
      { ...query("key"), in: "path", required: true },
    ];
  }),
  edit(
    "path",
    "require format",
    "remove format",
    (document) => (partAt(document, "#/components/parameters/ApiKeyId/schema")["format"] = "uuid"),
  ),
  edit(
    "path",
    "text to integer",
    "integer to text",
    (document) => (partAt(document, "#/components/parameters/ApiKeyId/schema")["type"] = "integer"),
  ),
];

const bodies: readonly DocumentEdit[] = [
  edit(
    "request body",
    "remove body",
    "add required body",
    (document) => delete partAt(document, renameGroup)["requestBody"],
  ),
  edit(
    "request body",
    "no longer require body",
    "require body",
    (document) => (partAt(document, `${renameGroup}/requestBody`)["required"] = false),
  ),
  edit(
    "request body",
    "add optional body",
    "remove optional body",
    (document) =>
      (partAt(document, deleteKey)["requestBody"] = answer("application/json", {
        type: "object",
        properties: { why: { type: "string" } },
      })),
  ),
  edit(
    "request body",
    "add content type",
    "remove content type",
    (document) =>
      (partAt(document, `${renameGroup}/requestBody/content`)["text/plain"] = {
        schema: { type: "string" },
      }),
  ),
  edit("request body", "other content type", "other content type back", (document) =>
    renameMember(
      partAt(document, `${renameGroup}/requestBody/content`),
      "application/json",
      "application/merge-patch+json",
    ),
  ),
  edit(
    "request body",
    "reword body",
    "reword body back",
    (document) => (partAt(document, `${renameGroup}/requestBody`)["description"] = "Other words."),
  ),
];

const answers: readonly DocumentEdit[] = [
  edit(
    "success",
    "add status of the same data",
    "remove status of the same data",
    (document) => (responses(document, whoami)["203"] = responses(document, whoami)["200"]),
  ),
  edit(
    "success",
    "add status of other data",
    "remove status of other data",
    (document) =>
      (responses(document, whoami)["202"] = answer("application/json", { type: "string" })),
  ),
  edit(
    "success",
    "add status without data",
    "remove status without data",
    (document) => (responses(document, whoami)["204"] = { description }),
  ),
  edit("success", "other status", "the status before", (document) =>
    renameMember(responses(document, renameGroup), "204", "205"),
  ),
  edit(
    "success",
    "remove the data",
    "add the data",
    (document) => delete partAt(document, `${whoami}/responses/200`)["content"],
  ),
  edit("success", "other content type", "other content type back", (document) =>
    renameMember(
      partAt(document, `${whoami}/responses/200/content`),
      "application/json",
      "application/hal+json",
    ),
  ),
  edit(
    "success",
    "add content type",
    "remove content type",
    (document) =>
      (partAt(document, `${whoami}/responses/200/content`)["text/plain"] = {
        schema: { type: "string" },
      }),
  ),
  edit(
    "success",
    "reword status",
    "reword status back",
    (document) => (partAt(document, `${whoami}/responses/200`)["description"] = "Other words."),
  ),
  edit(
    "success",
    "promise header",
    "no longer promise header",
    (document) =>
      (partAt(document, `${whoami}/responses/200`)["headers"] = {
        "X-Extra": { description, required: true, schema: { type: "string" } },
      }),
  ),
  edit(
    "success",
    "mention header",
    "no longer mention header",
    (document) =>
      (partAt(document, `${whoami}/responses/200`)["headers"] = {
        "X-Extra": { description, schema: { type: "string" } },
      }),
  ),
  edit(
    "success",
    "make header optional",
    "make header required",
    (document) =>
      (partAt(document, `${getFileUrl}/responses/307/headers/Location`)["required"] = false),
  ),
  edit(
    "error",
    "add status",
    "remove status",
    (document) =>
      (responses(document, whoami)["410"] = answer("application/json", { type: "string" })),
  ),
  edit(
    "error",
    "other body",
    "other body back",
    (document) =>
      (responses(document, whoami)["400"] = answer("application/json", {
        type: "object",
        required: ["why"],
        properties: { why: { type: "string" } },
      })),
  ),
  edit(
    "error",
    "remove the body",
    "add the body",
    (document) => (responses(document, whoami)["400"] = { description }),
  ),
  edit(
    "error",
    "reword error",
    "reword error back",
    (document) =>
      (partAt(document, "#/components/responses/ValidationFailed")["description"] = "Other words."),
  ),
  edit(
    "error",
    "inline the response",
    "share the response",
    (document) =>
      (responses(document, whoami)["400"] = partAt(
        document,
        "#/components/responses/ValidationFailed",
      )),
  ),
];

const security: readonly DocumentEdit[] = [
  edit(
    "security",
    "no longer accept cookies",
    "accept cookies",
    (document) => (partAt(document, whoami)["security"] = [{ bearerAuth: [] }]),
  ),
  edit(
    "security",
    "allow anonymous calls",
    "require a credential",
    (document) =>
      (partAt(document, whoami)["security"] = [{ bearerAuth: [] }, { cookieAuth: [] }, {}]),
  ),
  edit(
    "security",
    "remove security",
    "add security",
    (document) => (partAt(document, whoami)["security"] = []),
  ),
  edit(
    "security",
    "repeat the document's security",
    "inherit the document's security",
    (document) => (partAt(document, whoami)["security"] = document["security"]),
  ),
  edit(
    "security",
    "reorder credentials",
    "reorder credentials back",
    (document) =>
      (partAt(document, createKey)["security"] = [{}, { cookieAuth: [] }, { bearerAuth: [] }]),
  ),
  edit(
    "security",
    "another cookie",
    "another cookie back",
    (document) => (partAt(document, "#/components/securitySchemes/cookieAuth")["name"] = "session"),
  ),
  edit(
    "security",
    "require both schemes",
    "require one of the schemes",
    (document) => (partAt(document, whoami)["security"] = [{ bearerAuth: [], cookieAuth: [] }]),
  ),
  edit(
    "security",
    "reword scheme",
    "reword scheme back",
    (document) =>
      (partAt(document, "#/components/securitySchemes/cookieAuth")["description"] = "Other words."),
  ),
];

const document: readonly DocumentEdit[] = [
  edit("document", "remove server", "add server", (whole) => listIn(whole, "servers").pop()),
  edit(
    "document",
    "reword server",
    "reword server back",
    (whole) => (partAt(whole, "#/servers/0")["description"] = "Other words."),
  ),
  edit(
    "document",
    "add schema",
    "remove schema",
    (whole) =>
      (partAt(whole, "#/components/schemas")["Extra"] = {
        type: "object",
        properties: { a: { type: "string" } },
      }),
  ),
  edit("document", "rename schema", "rename schema back", (whole) => {
    renameMember(partAt(whole, "#/components/schemas"), "ServerInfoResponse", "ServerInfo");
    const media = partAt(whole, `${at("/server", "get")}/responses/200/content/application~1json`);
    media["schema"] = { $ref: "#/components/schemas/ServerInfo" };
  }),
  edit(
    "document",
    "widen unused schema",
    "narrow unused schema",
    (whole) =>
      (partAt(whole, "#/components/schemas/Extra/properties/a")["type"] = ["string", "null"]),
    (whole) =>
      (partAt(whole, "#/components/schemas")["Extra"] = {
        type: "object",
        properties: { a: { type: "string" } },
      }),
  ),
  edit(
    "document",
    "remove shared response",
    "add shared response",
    (whole) => delete partAt(whole, "#/components/responses")["Extra"],
    (whole) => (partAt(whole, "#/components/responses")["Extra"] = { description }),
  ),
  edit(
    "document",
    "reword API",
    "reword API back",
    (whole) => (partAt(whole, "#/info")["description"] = "Other words."),
  ),
  edit(
    "document",
    "another version",
    "another version back",
    (whole) => (partAt(whole, "#/info")["version"] = "1.6.0"),
  ),
  edit("document", "reorder tags", "reorder tags back", (whole) => listIn(whole, "tags").reverse()),
  edit("document", "reorder paths", "reorder paths back", (whole) =>
    reverseMembers(partAt(whole, "#/paths")),
  ),
  edit("document", "reorder schemas", "reorder schemas back", (whole) =>
    reverseMembers(partAt(whole, "#/components/schemas")),
  ),
];

/** The edits of everything except schemas. */
export const documentEdits: readonly DocumentEdit[] = [
  ...[...operations, ...parameters, ...bodies],
  ...[...answers, ...security, ...document],
];
