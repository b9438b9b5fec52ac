import {
  child,
  elements,
  isObject,
  members,
  rootNode,
  type SpecDocument,
  type SpecNode,
} from "../../../scripts/document/spec-document.js";
import { listOperations, type Operation } from "../../../scripts/operations.js";

/** The headers that carry an alternative's credentials. */
export type Credentials = Readonly<Record<string, string>>;

/** The description of an operation for callers and servers. */
export interface DescribedOperation {
  readonly operation: Operation;
  readonly parameters: readonly {
    place: string;
    name: string;
    required: boolean;
    schema: SpecNode;
  }[];
  /** By content type. */
  readonly bodies: readonly (readonly [type: string, schema: SpecNode])[];
  readonly isBodyRequired: boolean;
  /** One entry for each alternative. An empty entry is a call without credentials. */
  readonly credentials: readonly Credentials[];
  readonly answers: readonly DescribedAnswer[];
}

export interface DescribedAnswer {
  readonly status: number;
  /** Absent if there is no body. */
  readonly type?: string;
  readonly schema?: SpecNode;
  /** The headers, and whether each is required. */
  readonly headers: readonly (readonly [name: string, required: boolean])[];
}

/** Reads the descriptions of all operations of a document. */
export function describeOperations(spec: SpecDocument): DescribedOperation[] {
  return listOperations(spec).operations.map((operation) => {
    const { node, pathItem } = operation;
    const body = child(node, "requestBody");
    return {
      operation,
      parameters: [pathItem, node]
        .flatMap((each) => elements(child(each, "parameters")))
        .map((parameter) => ({
          place: String(child(parameter, "in").value),
          name: String(child(parameter, "name").value),
          required: child(parameter, "required").value === true,
          schema: child(parameter, "schema"),
        })),
      bodies: contents(body),
      isBodyRequired: child(body, "required").value === true,
      credentials: credentialsOf(node),
      answers: members(child(node, "responses")).flatMap(([status, answer]) => {
        const headers = members(child(answer, "headers")).map(
          ([name, header]) => [name, child(header, "required").value === true] as const,
        );
        const common = { status: Number(status), headers };
        const types = contents(answer).map(([type, schema]) => ({ ...common, type, schema }));
        return types.length === 0 ? [common] : types;
      }),
    };
  });
}

function contents(holder: SpecNode): (readonly [string, SpecNode])[] {
  return members(child(holder, "content")).map(([type, media]) => [type, child(media, "schema")]);
}

function credentialsOf(operation: SpecNode): Credentials[] {
  const root = rootNode(operation.spec);
  const own = child(operation, "security");
  const listed = elements(own.value === undefined ? child(root, "security") : own);
  if (listed.length === 0) return [{}];
  const schemes = child(child(root, "components"), "securitySchemes");
  return listed.map((alternative) =>
    Object.fromEntries(
      members(alternative).map(([name, scopes]) =>
        credentialOf(child(schemes, name).value, JSON.stringify(scopes.value)),
      ),
    ),
  );
}

function credentialOf(scheme: unknown, scopes: string): [header: string, value: string] {
  if (!isObject(scheme)) return ["x-unknown", scopes];
  const { type, name, in: place } = scheme;
  if (type === "apiKey" && place === "cookie") return ["cookie", `${String(name)}=secret`];
  if (type === "apiKey") return [`x-${String(place)}-${String(name)}`.toLowerCase(), "secret"];
  return ["authorization", `${String(scheme["scheme"] ?? type).toLowerCase()} secret ${scopes}`];
}
