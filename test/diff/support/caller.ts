import {
  child,
  elements,
  rootNode,
  type SpecDocument,
} from "../../../scripts/document/spec-document.js";
import { canonical } from "../../../scripts/diff/part.js";
import { candidatesOf } from "./candidates.js";
import { describeOperations, type DescribedOperation } from "./described-operation.js";
import {
  choiceHeader,
  routeOf,
  serveDocument,
  type PossibleAnswer,
  type Reply,
} from "./described-server.js";
import { documentSchemas, isSameSchema, type DocumentSchemas } from "./document-schemas.js";

/** A request that a document allows. */
interface PossibleRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly body?: unknown;
  /** The meaning of the request according to the document, with defaults filled in. */
  readonly meaning: Readonly<Record<string, unknown>>;
}

/**
 * Calls a server of one document with every request that the other document allows, for every
 * response that the server may send.
 *
 * @returns the first failure, or `undefined` if everything works
 */
export async function findRuntimeBreak(
  callers: SpecDocument,
  servers: SpecDocument,
): Promise<string | undefined> {
  await using server = await serveDocument(servers, callers);
  const strict = documentSchemas(callers, false);
  const open = documentSchemas(callers, true);
  const theirs = describeOperations(servers);
  const bases = elements(child(rootNode(callers), "servers")).map((node) =>
    String(child(node, "url").value),
  );
  const [mainBase = ""] = bases;
  for (const described of describeOperations(callers)) {
    const { methodName, method } = described.operation;
    const call = async (base: string, request: PossibleRequest, choice: number): Promise<Reply> => {
      const response = await fetch(`${server.origin}${base}${request.path}`, {
        method,
        headers: {
          ...request.headers,
          [choiceHeader]: String(choice),
          ...(request.type !== undefined && { "content-type": request.type }),
        },
        ...(request.type !== undefined && { body: JSON.stringify(request.body) }),
      });
      // Safe: the test server sends no other JSON.
      return (await response.json()) as Reply;
    };
    const same = theirs.find((other) => routeOf(other) === routeOf(described));
    const requests = possibleRequests(described, same, strict);
    for (const [index, request] of requests.entries()) {
      for (const base of index === 0 ? bases : [mainBase]) {
        const reply = await call(base, request, 0);
        const problem = rejection(reply, request, same);
        if (problem !== undefined)
          return `${methodName}: ${problem} for ${JSON.stringify(request)}`;
      }
    }
    const [plain] = requests;
    if (plain === undefined) continue;
    for (const choice of server.answers(routeOf(described)).keys()) {
      const reply = await call(mainBase, plain, choice);
      const problem =
        "rejected" in reply ? reply.rejected : unexpectedResponse(described, reply.answer, open);
      if (problem !== undefined) return `${methodName}: ${problem} in ${JSON.stringify(reply)}`;
    }
  }
  return undefined;
}

/** Returns why the server rejects or misreads the request, or `undefined`. */
function rejection(
  reply: Reply,
  request: PossibleRequest,
  theirs: DescribedOperation | undefined,
): string | undefined {
  if ("rejected" in reply) return reply.rejected;
  const understood: Readonly<Record<string, unknown>> = { ...reply.understood };
  // A server without authentication ignores credentials.
  const asksForNone = theirs?.credentials.every((each) => Object.keys(each).length === 0);
  for (const [part, expected] of Object.entries(request.meaning)) {
    if (part === "credentials" && asksForNone === true) continue;
    if (!includes(understood[part], expected))
      return `${part} is understood as ${canonical(understood[part])}`;
  }
  return undefined;
}

/** Whether the server read every value as expected. It can have added values. */
function includes(understood: unknown, expected: unknown): boolean {
  if (expected === undefined) return true;
  if (Array.isArray(expected)) {
    const items: readonly unknown[] = Array.isArray(understood) ? understood : [];
    return (
      items.length === expected.length &&
      expected.every((item, index) => includes(items[index], item))
    );
  }
  if (typeof expected !== "object" || expected === null) return understood === expected;
  return Object.entries(expected).every(([name, value]) =>
    // Safe: a value with members was sent as an object and parsed as one.
    includes((understood as Readonly<Record<string, unknown>> | undefined)?.[name], value),
  );
}

/** Returns why the caller's document does not allow the response, or `undefined`. */
function unexpectedResponse(
  { answers }: DescribedOperation,
  { status, type, body, headers }: PossibleAnswer,
  schemas: DocumentSchemas,
): string | undefined {
  const documented = answers.find((answer) => answer.status === status && answer.type === type);
  if (documented === undefined) return `undocumented answer ${status} ${type ?? "without a body"}`;
  const missing = documented.headers.find(
    ([name, required]) => required && !headers.includes(name.toLowerCase()),
  );
  if (missing !== undefined) return `no header ${missing[0]}`;
  if (documented.schema === undefined) return undefined;
  // The client fills in no defaults in responses.
  return schemas.accepts(documented.schema, body) ? undefined : "a body that does not match";
}

function possibleRequests(
  described: DescribedOperation,
  theirs: DescribedOperation | undefined,
  schemas: DocumentSchemas,
): PossibleRequest[] {
  const { parameters, bodies, credentials } = described;
  const [credential = {}] = credentials;
  const values = parameters.map((parameter) => {
    const other = theirs?.parameters.find(
      ({ name, place }) => name === parameter.name && place === parameter.place,
    );
    const around = [parameter.schema, ...(other ? [other.schema] : [])].flatMap((each) =>
      candidatesOf(each),
    );
    const valid = distinct(around.filter((value) => schemas.accepts(parameter.schema, value)));
    // If both documents are equal here, one value is enough.
    const isSame = isSameSchema(parameter.schema, other?.schema);
    return { ...parameter, valid: isSame ? valid.slice(0, 1) : valid };
  });
  const all = new Map(values.map((parameter) => [parameter, parameter.valid[0]]));
  const bodyChoices = bodies.flatMap(([type, schema]) => {
    const other = theirs?.bodies.find(([each]) => each === type)?.[1];
    const around = [schema, ...(other ? [other] : [])].flatMap((each) => candidatesOf(each));
    const valid = distinct(around.filter((value) => schemas.accepts(schema, value)));
    const chosen = isSameSchema(schema, other) ? valid.slice(0, 1) : valid;
    return chosen.map((value) => ({ type, schema, value }));
  });
  const request = (
    argumentValues: ReadonlyMap<(typeof values)[number], unknown>,
    body: (typeof bodyChoices)[number] | undefined,
    headers: Readonly<Record<string, string>>,
  ): PossibleRequest => {
    let path = described.operation.path;
    const query = new URLSearchParams();
    const sent: Record<string, string> = { ...headers };
    const expected: Record<string, unknown> = {};
    for (const [{ place, name, schema }, value] of argumentValues) {
      expected[`${place} ${name}`] = schemas.fill(schema, value);
      if (value === undefined) continue;
      const text = JSON.stringify(value);
      if (place === "path") path = path.replace(`{${name}}`, encodeURIComponent(text));
      else if (place === "query") query.set(name, text);
      else sent[`x-${place}-parameter-${name.toLowerCase()}`] = encodeURIComponent(text);
    }
    return {
      path: `${path}${query.size === 0 ? "" : `?${query.toString()}`}`,
      headers: sent,
      ...(body && { type: body.type, body: body.value }),
      meaning: {
        parameters: expected,
        body: body && schemas.fill(body.schema, body.value),
        // A request without credentials expects none to be read.
        ...(Object.keys(headers).length > 0 && { credentials: Object.keys(headers).sort() }),
      },
    };
  };
  const [body] = bodyChoices;
  return [
    request(all, body, credential),
    ...credentials.map((each) => request(all, body, each)),
    ...values.flatMap((parameter) => [
      ...parameter.valid.map((value) =>
        request(new Map(all).set(parameter, value), body, credential),
      ),
      ...(parameter.required
        ? []
        : [request(new Map(all).set(parameter, undefined), body, credential)]),
    ]),
    ...bodyChoices.map((each) => request(all, each, credential)),
    ...(described.isBodyRequired || bodies.length === 0
      ? []
      : [request(all, undefined, credential)]),
  ];
}

function distinct<T>(values: readonly T[]): T[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = canonical(value);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
