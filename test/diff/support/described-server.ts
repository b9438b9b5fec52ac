import { serve, type LoopbackServer, type SeenRequest } from "../../support/loopback.js";
import {
  child,
  elements,
  rootNode,
  type SpecDocument,
} from "../../../scripts/document/spec-document.js";
import { candidatesOf } from "./candidates.js";
import {
  describeOperations,
  type DescribedAnswer,
  type DescribedOperation,
} from "./described-operation.js";
import { documentSchemas, isSameSchema, type DocumentSchemas } from "./document-schemas.js";

/** A response that the document allows. */
export interface PossibleAnswer {
  readonly status: number;
  readonly type?: string;
  readonly body?: unknown;
  readonly headers: readonly string[];
}

/** The values that the server read from a request, with defaults filled in. */
export interface Understood {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly credentials: readonly string[];
}

/** The server's reply: a rejection, or the values that it read and one possible response. */
export type Reply =
  | { readonly rejected: string }
  | { readonly understood: Understood; readonly answer: PossibleAnswer };

/** The request header that selects one of the responses that the document allows. */
export const choiceHeader = "x-answer";

/**
 * Starts a server that follows a document. It rejects requests that the document does not allow and
 * can send each response that it allows, including those at the bounds of its callers' document. It
 * sends the response in a JSON object together with the values that it read.
 */
export async function serveDocument(
  spec: SpecDocument,
  callers: SpecDocument,
): Promise<LoopbackServer & { answers(route: string): readonly PossibleAnswer[] }> {
  const schemas = documentSchemas(spec, false);
  const operations = describeOperations(spec);
  const expected = describeOperations(callers);
  const bases = elements(child(rootNode(spec), "servers")).map((node) =>
    String(child(node, "url").value),
  );
  const possible = new Map<string, PossibleAnswer[]>(
    operations.map((described) => [
      routeOf(described),
      described.answers.flatMap((answer) => {
        const same = expected.find((other) => routeOf(other) === routeOf(described));
        return possibleAnswers(answer, same?.answers ?? [], schemas);
      }),
    ]),
  );
  const server = await serve((request, response) => {
    const reply = replyTo(request, bases, operations, schemas, possible);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(reply));
  });
  return {
    ...server,
    answers: (route) => possible.get(route) ?? [],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

export function routeOf({ operation: { method, path } }: DescribedOperation): string {
  return `${method} ${path}`;
}

function possibleAnswers(
  { status, type, schema, headers }: DescribedAnswer,
  expected: readonly DescribedAnswer[],
  schemas: DocumentSchemas,
): PossibleAnswer[] {
  const always = headers.filter(([, required]) => required).map(([name]) => name.toLowerCase());
  if (type === undefined || schema === undefined) return [{ status, headers: always }];
  const other = expected.find((each) => each.status === status && each.type === type)?.schema;
  const values = [schema, ...(other ? [other] : [])]
    .flatMap((each) => candidatesOf(each))
    .filter((body) => schemas.accepts(schema, body))
    .map((body) => ({ status, type, body, headers: always }));
  // If both documents are equal here, one response is enough.
  return isSameSchema(schema, other) ? values.slice(0, 1) : values;
}

function replyTo(
  request: SeenRequest,
  bases: readonly string[],
  operations: readonly DescribedOperation[],
  schemas: DocumentSchemas,
  possible: ReadonlyMap<string, readonly PossibleAnswer[]>,
): Reply {
  const url = new URL(request.path, "http://localhost");
  const base =
    bases.find((each) => url.pathname.startsWith(`${each}/`)) ??
    (bases.length === 0 ? "" : undefined);
  if (base === undefined) return { rejected: "no such base path" };
  const path = url.pathname.slice(base.length);
  for (const described of operations) {
    const values = pathValues(described.operation.path, path);
    if (described.operation.method !== request.method || values === undefined) continue;
    const understood = understand(described, request, url.searchParams, values, schemas);
    if (typeof understood === "string") return { rejected: understood };
    const answer = possible.get(routeOf(described))?.[Number(request.headers[choiceHeader] ?? 0)];
    return answer === undefined ? { rejected: "no such answer" } : { understood, answer };
  }
  return { rejected: "no such operation" };
}

function pathValues(template: string, path: string): Map<string, string> | undefined {
  const [names, parts] = [template.split("/"), path.split("/")];
  if (names.length !== parts.length) return undefined;
  const values = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const part = parts[index] ?? "";
    const parameter = /^\{(.+)\}$/.exec(name)?.[1];
    if (parameter !== undefined) values.set(parameter, decodeURIComponent(part));
    else if (name !== part) return undefined;
  }
  return values;
}

function understand(
  described: DescribedOperation,
  request: SeenRequest,
  query: URLSearchParams,
  inPath: ReadonlyMap<string, string>,
  schemas: DocumentSchemas,
): Understood | string {
  const presented = described.credentials.find((alternative) =>
    Object.entries(alternative).every(([name, value]) => request.headers[name] === value),
  );
  if (presented === undefined) return "no credential";
  const known = new Set(
    described.parameters.filter(({ place }) => place === "query").map(({ name }) => name),
  );
  const unknown = [...query.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) return `unknown query parameter ${unknown}`;

  const parameters: Record<string, unknown> = {};
  for (const { place, name, required, schema } of described.parameters) {
    const text =
      place === "path"
        ? inPath.get(name)
        : place === "query"
          ? (query.get(name) ?? undefined)
          : headerOf(request, place, name);
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    if (value === undefined && required) return `no ${name}`;
    if (value !== undefined && !schemas.accepts(schema, value)) return `bad ${name}`;
    parameters[`${place} ${name}`] = schemas.fill(schema, value);
  }
  const body = readBody(described, request, schemas);
  if ("rejected" in body) return body.rejected;
  const recognized = described.credentials.filter((alternative) =>
    Object.entries(alternative).every(([name, value]) => request.headers[name] === value),
  );
  return {
    parameters,
    body: body.value,
    credentials: recognized.flatMap((each) => Object.keys(each)).sort(),
  };
}

function headerOf(request: SeenRequest, place: string, name: string): string | undefined {
  const value = request.headers[`x-${place}-parameter-${name.toLowerCase()}`];
  return typeof value === "string" ? decodeURIComponent(value) : undefined;
}

function readBody(
  { bodies, isBodyRequired }: DescribedOperation,
  request: SeenRequest,
  schemas: DocumentSchemas,
): { value: unknown } | { rejected: string } {
  if (request.body === "") return isBodyRequired ? { rejected: "no body" } : { value: undefined };
  const schema = bodies.find(([type]) => type === request.headers["content-type"])?.[1];
  if (schema === undefined) return { rejected: "unknown content type, or no body is taken" };
  const value: unknown = JSON.parse(request.body);
  return schemas.accepts(schema, value)
    ? { value: schemas.fill(schema, value) }
    : { rejected: "bad body" };
}
