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
  /** What the document says that this means, with its defaults. */
  readonly meaning: Readonly<Record<string, unknown>>;
}

/**
 * Calls a server of one document as the other document says: with every request that it allows, and
 * for every answer that the server may give.
 *
 * @returns the first thing that does not work; `undefined` where all does
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
      // The server of this folder answers nothing else.
      return (await response.json()) as Reply;
    };
    const same = theirs.find((other) => routeOf(other) === routeOf(described));
    const requests = possibleRequests(described, same, strict);
    for (const [index, request] of requests.entries()) {
      for (const base of index === 0 ? bases : [mainBase]) {
        const reply = await call(base, request, 0);
        const problem = refusal(reply, request, same);
        if (problem !== undefined)
          return `${methodName}: ${problem} for ${JSON.stringify(request)}`;
      }
    }
    const [plain] = requests;
    if (plain === undefined) continue;
    for (const choice of server.answers(routeOf(described)).keys()) {
      const reply = await call(mainBase, plain, choice);
      const problem =
        "refused" in reply ? reply.refused : misunderstanding(described, reply.answer, open);
      if (problem !== undefined) return `${methodName}: ${problem} in ${JSON.stringify(reply)}`;
    }
  }
  return undefined;
}

/** The server refuses it, or takes it for something else than the caller's document says. */
function refusal(
  reply: Reply,
  request: PossibleRequest,
  theirs: DescribedOperation | undefined,
): string | undefined {
  if ("refused" in reply) return reply.refused;
  const understood: Readonly<Record<string, unknown>> = { ...reply.understood };
  // A server that lets anybody in recognizes nobody.
  const asksForNone = theirs?.credentials.every((each) => Object.keys(each).length === 0);
  for (const [part, meant] of Object.entries(request.meaning)) {
    if (part === "credentials" && asksForNone === true) continue;
    if (!includes(understood[part], meant))
      return `${part} is understood as ${canonical(understood[part])}`;
  }
  return undefined;
}

/** Whether all that is meant was understood; the server may know of more. */
function includes(understood: unknown, meant: unknown): boolean {
  if (meant === undefined) return true;
  if (Array.isArray(meant)) {
    const items: readonly unknown[] = Array.isArray(understood) ? understood : [];
    return (
      items.length === meant.length && meant.every((item, index) => includes(items[index], item))
    );
  }
  if (typeof meant !== "object" || meant === null) return understood === meant;
  return Object.entries(meant).every(([name, value]) =>
    // What has members was sent as an object, and is one again.
    includes((understood as Readonly<Record<string, unknown>> | undefined)?.[name], value),
  );
}

/** The caller's document does not allow the answer. */
function misunderstanding(
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
  // The client fills in no defaults: what is left out has no other meaning.
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
    // Where both documents say the same, one value shows as much as all.
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
    given: ReadonlyMap<(typeof values)[number], unknown>,
    body: (typeof bodyChoices)[number] | undefined,
    headers: Readonly<Record<string, string>>,
  ): PossibleRequest => {
    let path = described.operation.path;
    const query = new URLSearchParams();
    const sent: Record<string, string> = { ...headers };
    const meant: Record<string, unknown> = {};
    for (const [{ place, name, schema }, value] of given) {
      meant[`${place} ${name}`] = schemas.fill(schema, value);
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
        parameters: meant,
        body: body && schemas.fill(body.schema, body.value),
        // Without a credential, nothing is to be recognized.
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
