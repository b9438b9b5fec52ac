import type { CodeSample } from "../code-samples.js";
import { at, child, members, textOf, type SpecNode } from "../document/spec-document.js";
import type { Operation } from "../operations/operation-list.js";
import { groupOf, searchWords } from "./operation-groups.js";
import type { Page } from "./page.js";
import {
  aboutOf,
  cell,
  fileNameOf,
  firstSentence,
  memberRows,
  nameCell,
  objectIn,
  prose,
  table,
  typeCell,
} from "./spec-markdown.js";

/** Returns the page of an operation: its purpose, calls, arguments, responses and errors. */
export function operationPage(operation: Operation, samples: readonly CodeSample[]): Page {
  const { methodName, operationId, summary = methodName, description = "", errors } = operation;
  const answers = operation.success.map(([status]) => status);
  const route = `${operation.method} ${operation.path}`;
  const parts = [
    `# ${methodName}\n\n${prose(`${summary}.`)}\n\n${facts(operation)}\n${prose(description)}`,
    `## Example\n\n${calls(samples)}\n${bodies(operation, answers)}\n${bodies(operation, errors, true)}`,
    `${takes(operation)}\n${gives(operation)}\n${throws(operation)}`,
  ];
  return {
    path: `operations/${methodName}`,
    title: `${methodName}: ${summary}`,
    label: methodName,
    group: groupOf(methodName),
    row: [`\`${methodName}\``, summary, `\`${route}\``],
    description: firstSentence(description),
    frontmatter: {
      pageClass: "operation",
      aside: false,
      source: fileNameOf(operation.node),
      search: `${operation.path} ${operationId ?? ""} ${searchWords[methodName] ?? ""}`,
    },
    // The theme shows the parts between two rules as columns.
    markdown: parts.join("\n\n---\n\n"),
    names: { [methodName]: "", [route]: "" },
    formerPaths: [`reference/${operationId ?? methodName}`],
  };
}

/** The class that the client throws for a status. A test compares it with the client. */
export function errorClassOf(status: string): string {
  const classes: Readonly<Record<string, string>> = {
    ...{ 400: "ValidationError", 401: "UnauthorizedError", 403: "ForbiddenError" },
    ...{ 404: "NotFoundError", 409: "ConflictError", 410: "GoneError" },
    429: "TooManyRequestsError",
  };
  return classes[status] ?? (status.startsWith("5") ? "ServerError" : "ApiError");
}

const credentials: Readonly<Record<Operation["security"], string>> = {
  required: "signed-in users",
  optional: "signed-in users, or anybody with what the body asks for",
  none: "anybody",
  any: "anybody: the server does not check the credential, and the client sends a placeholder",
};

function facts(operation: Operation): string {
  const { methodName, method, path, security, since } = operation;
  const lines = [
    `**Method** \`datameta.${methodName}(${argumentList(operation)})\``,
    `**Route** \`${method} ${path}\``,
    `**Who may** [${credentials[security]}](/guides/authentication)`,
    ...(since === undefined ? [] : [`**Since** DataMeta ${since}`]),
  ];
  return `${lines.map((line) => `- ${line}`).join("\n")}\n`;
}

function argumentList({ parameters, body }: Operation): string {
  const names = parameters.map(({ name, required }) => (required ? name : `${name}?`));
  if (body !== "none") names.push(body === "required" ? "body" : "body?");
  return names.length === 0 ? "" : `{ ${names.join(", ")} }`;
}

/** The first lines of most examples. The page explains `datameta` in a sentence instead. */
const setUp = [
  `import { createClient } from "datameta-client";\n\n`,
  /const datameta = createClient\(\{\n {2}baseUrl: "https:[^"]*",\n(?: {2}auth: \{ bearer: process\.env\["DATAMETA_TOKEN"\] \?\? "" \},\n)?\}\);\n\n/,
] as const;

export function withoutSetUp(program: string): string {
  const [load, create] = setUp;
  return create.test(program) ? program.replace(load, "").replace(create, "") : program;
}

function calls(samples: readonly CodeSample[]): string {
  const blocks = samples.map(({ lang, label, source }) => {
    return { label, language: lang.toLowerCase(), code: withoutSetUp(source) };
  });
  const isShort = samples.some(({ source }) => withoutSetUp(source) !== source);
  const about = "`datameta` is [your client](/guides/getting-started#the-first-call).\n\n";
  return `${isShort ? about : ""}${tabs(blocks)}`;
}

/** Returns the examples of a success, or one example of each error, as tabs. */
function bodies({ node }: Operation, statuses: readonly string[], isError = false): string {
  const blocks = statuses.flatMap((status): Tab[] => {
    const examples = members(at(jsonOf(at(node, "responses", status)), "examples"));
    if (examples.length === 0 && !isError) {
      return [{ label: status, language: "http", code: `HTTP/1.1 ${status}` }];
    }
    return examples.slice(0, isError ? 1 : undefined).map(([name, example]) => ({
      label: isError ? status : `${status} ${textOf(child(example, "summary")) ?? name}`,
      language: "json",
      code: JSON.stringify(child(example, "value").value, null, 2),
    }));
  });
  return tabs(blocks);
}

function takes({ parameters, node, body }: Operation): string {
  const rows = parameters.map(({ name, in: where, required, node: parameter }) => [
    nameCell(name, required),
    typeCell(at(parameter, "schema")),
    cell(`${aboutOf(parameter)} In the ${where}.`),
  ]);
  if (body !== "none") {
    const request = at(node, "requestBody");
    const inner = objectIn(schemaOf(request));
    rows.push(
      [nameCell("body", body === "required"), typeCell(schemaOf(request)), cell(aboutOf(request))],
      ...(inner ? memberRows(inner, "body.") : []),
    );
  }
  return section("Arguments", table(["Name", "Type", "Meaning"], rows));
}

function gives({ success, node }: Operation): string {
  const parts = success.map(([status, kind]) => {
    const response = at(node, "responses", status);
    const inner = kind === "empty" ? undefined : objectIn(schemaOf(response));
    const type = kind === "empty" ? "`undefined`" : typeCell(schemaOf(response));
    const members = inner ? table(["Member", "Type", "Meaning"], memberRows(inner)) : "";
    return `${type} (status ${status}). ${prose(aboutOf(response))}\n\n${members}`;
  });
  return section("Returns", parts.join("\n"));
}

function throws({ errors, node }: Operation): string {
  const rows = errors.map((status) => [
    ...[status, `\`${errorClassOf(status)}\``, cell(aboutOf(at(node, "responses", status)))],
  ]);
  return section("Errors", table(["Status", "Class", "When"], rows));
}

function section(title: string, markdown: string): string {
  return markdown === "" ? "" : `## ${title}\n\n${markdown}`;
}

/** Returns the JSON of a request or response as a code block. */
function jsonOf(node: SpecNode): SpecNode {
  return at(node, "content", "application/json");
}

function schemaOf(node: SpecNode): SpecNode {
  return at(jsonOf(node), "schema");
}

interface Tab {
  readonly label: string;
  readonly language: string;
  readonly code: string;
}

/** Shows code blocks as tabs. */
function tabs(blocks: readonly Tab[]): string {
  if (blocks.length === 0) return "";
  const fences = blocks.map(({ label, language, code }) => {
    // The fence must be longer than all fences in the code. A bracket would end the label.
    const fence = "`".repeat(4);
    return `${fence}${language} [${label.replaceAll(/[[\]]/g, "")}]\n${code.trimEnd()}\n${fence}`;
  });
  return `::: code-group\n\n${fences.join("\n\n")}\n\n:::\n`;
}
